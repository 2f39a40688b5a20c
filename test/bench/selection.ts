import { dueLeads, type Scope } from '../../src/checks/selection/select.ts';
import { makeLoad, median, openBenchWorld, printTable } from './world.ts';

const sizes = [10_000, 100_000, 1_000_000];
const probes = 600;

/** Time to select one batch, anywhere in the sweep, as the number of leads that are due grows. */
export async function benchSelection(): Promise<void> {
  const world = await openBenchWorld('postgres');
  const scopes: { scope: Scope; firstId: number; size: number; times: number[] }[] = [];
  for (const size of sizes) {
    const { offerId, integrationId } = await makeLoad(world, { leads: size, every: 0, batchSize: 50 });
    const first = await world.app.db
      .selectFrom('leads')
      .where('offer_id', '=', offerId)
      .select(({ fn }) => fn.min('id').as('id'))
      .executeTakeFirstOrThrow();
    const scope: Scope = { kind: 'processing', offerId, integrationId, identifyBy: 'external' };
    scopes.push({ scope, firstId: first.id, size, times: [] });
  }
  for (let probe = 0; probe < probes; probe++) {
    // In turn, so that a machine that slows down slows all.
    for (const { scope, firstId, size, times } of scopes) {
      const afterId = firstId + Math.floor((size / probes) * probe);
      const began = performance.now();
      await dueLeads(world.app.db, scope, { afterId, untilId: Number.MAX_SAFE_INTEGER, limit: 50 });
      // The first ones warm the caches.
      if (probe >= 100) times.push(performance.now() - began);
    }
  }
  await world.close();
  const medians = scopes.map(({ times }) => median(times));
  printTable('Selection of a batch of 50 on PostgreSQL, in turn at each size', [
    ['leads that are due', ...sizes.map(String), 'largest to smallest'],
    ['median ms', ...medians.map((time) => time.toFixed(3)), ((medians.at(-1) ?? 0) / (medians[0] ?? 1)).toFixed(2)],
  ]);
}
