import { expect, it } from 'vitest';
import { engines, openTestDatabase } from '../databases.ts';
import { intakeAfterKills } from '../soak/intake-kills.ts';

// Both at once: most of the time a server starts or is waited for.
it.concurrent.each(engines)(
  'a server on %s that is killed while events arrive loses none that it answered, and sends none twice',
  async (engine) => {
    const database = engine === 'postgres' ? await openTestDatabase(engine) : null;
    // Early and late in the stream of events.
    const moments = [0.4, 0.6].values();
    try {
      const { answered, maybeDelivered, ...end } = await intakeAfterKills(
        {
          kills: 2,
          events: 300,
          ...(database?.databaseUrl !== undefined && { databaseUrl: database.databaseUrl }),
          // What a dead worker had is taken over once its lease is over; nobody waits for that here.
          whileDead: async () => {
            await database?.sql(`update operation_queue set leased_until = now() where owner is not null`);
          },
        },
        () => moments.next().value ?? 0.5,
      );
      expect(end).toEqual({ lost: [], unfinished: 0, twice: [], wrong: [] });
      expect(answered).toBeGreaterThan(150);
      expect(maybeDelivered).toBeLessThan(answered / 2);
    } finally {
      await database?.close();
    }
  },
  240_000,
);
