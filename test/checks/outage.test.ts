import { expect, it } from 'vitest';
import { startSweeps } from '../../src/checks/sweeps/start.ts';
import { openDatabase } from '../../src/db/connect.ts';
import { createLog } from '../../src/log.ts';
import { startPostgres } from '../postgres.ts';
import { makeUsual, openWorld } from '../world.ts';
import { holdOrders } from './orders.ts';

it('sweeps go on by themselves after PostgreSQL went away and came back in the middle of them', async () => {
  const postgres = await startPostgres();
  const connection = await openDatabase({ databaseUrl: postgres.url, dataDir: '' }, createLog('silent'));
  const world = await openWorld('postgres', { connection });
  try {
    const { checkId, offerId } = await makeUsual(world, 6, { batchSize: 1 });
    const release = holdOrders(world, 'accept');
    await startSweeps(world.app, checkId, offerId);
    await world.crm.received(2);
    await postgres.stop();
    // Both lanes now find that they can neither apply what the CRM said nor give themselves up.
    release();
    await expect(world.app.connection.ping()).rejects.toThrow();
    await postgres.start();
    const accepted = async (): Promise<number> => {
      const leads = await world.app.db
        .selectFrom('leads')
        .where('status', '=', 6)
        .select('id')
        .execute()
        .catch(() => []);
      return leads.length;
    };
    await expect.poll(accepted, { interval: 200 }).toBe(6);
    const ledger = await world.app.db.selectFrom('ledger').select('id').execute();
    expect(ledger).toHaveLength(6);
  } finally {
    await world.close();
    await postgres.remove();
  }
}, 90_000);
