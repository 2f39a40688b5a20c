import { dueLeads, type Scope } from '../../src/checks/selection/select.ts';
import { addLeads, makeLoad, median, openBenchWorld, printTable } from './world.ts';

const sizes = [10_000, 100_000, 1_000_000];
const probes = 300;

/** Time to select one batch, anywhere in the sweep, as the number of leads grows. */
export async function benchSelection(): Promise<void> {
  const table: (string | number)[][] = [
    ['selection of a batch of 50', ...sizes.map((size) => `${size} leads`), 'ratio'],
  ];
  const world = await openBenchWorld('postgres');
  const { offerId, integrationId } = await makeLoad(world, { leads: 0, every: 0, batchSize: 50 });
  const scope: Scope = { kind: 'processing', offerId, integrationId, identifyBy: 'external' };
  const times: number[] = [];
  let made = 0;
  for (const size of sizes) {
    await world.app.db.deleteFrom('leads').where('offer_id', '=', offerId).execute();
    await addLeads(world.app, { offerId, integrationId, leads: size });
    made += size;
    const first = made - size;
    const select = async (probe: number): Promise<number> => {
      const began = performance.now();
      const afterId = first + Math.floor((size / probes) * probe);
      await dueLeads(world.app.db, scope, { afterId, untilId: Number.MAX_SAFE_INTEGER, limit: 50 });
      return performance.now() - began;
    };
    for (let probe = 0; probe < 50; probe++) await select(probe);
    const measured: number[] = [];
    for (let probe = 0; probe < probes; probe++) measured.push(await select(probe));
    times.push(median(measured));
  }
  await world.close();
  table.push([
    'median ms',
    ...times.map((time) => time.toFixed(3)),
    (Math.max(...times) / Math.min(...times)).toFixed(2),
  ]);
  printTable('Selection on PostgreSQL', table);
}
