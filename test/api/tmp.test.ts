import { it } from 'vitest';
import { listRuns } from '../../src/checks/queries.ts';
import { openTestDatabase } from '../databases.ts';
it('x', async () => {
  for (const engine of ['pglite', 'postgres'] as const) {
  const c = await openTestDatabase(engine);
  await c.sql(`insert into offers (name,currency_id,delivery,price,hold_days,payout_per_unit,payout_wm,payout_pay,payout_ref,created_at,updated_at) values ('x',1,true,0,0,false,0,0,0,now(),now())`);
  await c.sql(`insert into leads (offer_id,status,created_at,updated_at) values (1,1,now(),now())`);
  try { console.log(engine, await listRuns(c.db, { leadId: 1 }, { limit: 5 })); } catch (e) { console.log(engine, (e as Error).message); }
  await c.close();
  }
});
