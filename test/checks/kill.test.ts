import { expect, it } from 'vitest';
import { engines, makeDataDir, openTestDatabase } from '../databases.ts';
import { endAfterKills, expectedEnd } from '../soak/kills.ts';

// Both at once: most of the time a server starts or is waited for.
it.concurrent.each(engines)(
  'a server on %s that is killed three times in the middle of sweeps ends where one does that never was',
  async (engine) => {
    const database = engine === 'postgres' ? await openTestDatabase(engine) : null;
    // Early, halfway and late in a sweep; the soak has the many.
    const moments = [0.1, 0.5, 0.9].values();
    try {
      const { crashed, ...end } = await endAfterKills(
        {
          kills: 3,
          ...(database?.databaseUrl === undefined
            ? { dataDir: await makeDataDir('migrated') }
            : { databaseUrl: database.databaseUrl }),
          // A worker is given up once it has been silent for a while; nobody waits for that here.
          whileDead: async () => {
            await database?.sql(`update workers set seen_at = seen_at - interval '1 minute'`);
          },
        },
        () => moments.next().value ?? 0,
      );
      expect(end).toEqual(expectedEnd);
      expect(crashed).toBeGreaterThan(0);
    } finally {
      await database?.close();
    }
  },
  180_000,
);
