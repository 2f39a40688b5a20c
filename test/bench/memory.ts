import { startSweeps, sweepsOver } from '../../src/checks/sweeps/start.ts';
import { makeLoad, openBenchWorld, printTable, withWorker } from './world.ts';

const leads = 50_000;
const sweeps = 20;

/** Memory of the server process while a million leads are checked, one sweep after the other. */
export async function benchMemory(): Promise<void> {
  const table: (string | number)[][] = [['checked leads', 'resident MB', 'heap MB']];
  const world = await openBenchWorld('postgres');
  const { checkId, offerId } = await makeLoad(world, { leads, every: 0, batchSize: 500, maxConcurrent: 4 });
  await withWorker(world.app, async () => {
    for (let sweep = 1; sweep <= sweeps; sweep++) {
      const [started] = await startSweeps(world.app, checkId, offerId);
      const over = await sweepsOver(world.app, [started?.id ?? 0], 600);
      if (over?.[0]?.state !== 'done') throw new Error('A sweep failed');
      if (sweep === 1 || sweep % 5 === 0) {
        globalThis.gc?.();
        const { rss, heapUsed } = process.memoryUsage();
        table.push([leads * sweep, Math.round(rss / 2 ** 20), Math.round(heapUsed / 2 ** 20)]);
      }
    }
  });
  await world.close();
  printTable('Memory of the server', table);
}
