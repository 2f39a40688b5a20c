import { expect, it } from 'vitest';
import { engines, openTestDatabase } from '../databases.ts';
import { intakeAfterKills } from '../soak/intake-kills.ts';

it.each(engines)(
  'a server on %s that is killed while events arrive loses none that it answered, and sends none twice',
  async (engine) => {
    const database = engine === 'postgres' ? await openTestDatabase(engine) : null;
    // Early and late in the stream of events.
    const moments = [0.4, 0.6].values();
    try {
      const { answered, maybeDelivered, ...end } = await intakeAfterKills(
        {
          kills: 2,
          events: 400,
          ...(database?.databaseUrl !== undefined && { databaseUrl: database.databaseUrl }),
        },
        () => moments.next().value ?? 0.5,
      );
      expect(end).toEqual({ lost: [], unfinished: 0, twice: [], wrong: [] });
      expect(answered).toBeGreaterThan(200);
      expect(maybeDelivered).toBeLessThan(answered / 2);
    } finally {
      await database?.close();
    }
  },
  240_000,
);
