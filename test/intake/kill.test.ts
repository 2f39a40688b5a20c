import { expect, it } from 'vitest';
import { engines, makeDataDir, openTestDatabase } from '../databases.ts';
import { intakeAfterKills } from '../soak/intake-kills.ts';

// Both at once: most of the time a server starts or is waited for.
it.concurrent.each(engines)(
  'a server on %s that is killed while events arrive loses none that it answered, and sends none twice',
  async (engine) => {
    const database = engine === 'postgres' ? await openTestDatabase(engine) : null;
    try {
      const { answered, maybeDelivered, ...end } = await intakeAfterKills(
        {
          // One in the middle of the stream; the soak has the many.
          kills: 1,
          events: 200,
          ...(database?.databaseUrl === undefined
            ? { dataDir: await makeDataDir('migrated') }
            : { databaseUrl: database.databaseUrl }),
          // What a dead worker had is taken over once its lease is over; nobody waits for that here.
          whileDead: async () => {
            await database?.sql(`update operation_queue set leased_until = now() where owner is not null`);
          },
        },
        () => 0.5,
      );
      expect(end).toEqual({ lost: [], unfinished: 0, twice: [], wrong: [] });
      expect(answered).toBeGreaterThan(100);
      expect(maybeDelivered).toBeLessThan(answered / 2);
    } finally {
      await database?.close();
    }
  },
  240_000,
);
