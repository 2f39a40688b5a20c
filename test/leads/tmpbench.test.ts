import { test } from 'vitest';
import { applyBatch } from '../../src/leads/apply.ts';
import { loadLeadContext } from '../../src/leads/context.ts';
import { openTestDatabase } from '../databases.ts';
import { now } from './lead.ts';
import { createIds, seedNetwork } from './network.ts';
test('bench', { timeout: 200_000 }, async () => {
  for (const engine of ['postgres', 'pglite'] as const) {
    const database = await openTestDatabase(engine);
    const { db } = database;
    await seedNetwork(db);
    const all: number[] = [];
    for (let i = 0; i < 20; i++) all.push(...(await createIds(db, 1000)));
    await database.sql('analyze');
    const context = await loadLeadContext(db, [1]);
    for (const [name, share, make] of [
      ['0%', 0, null], ['5%', 0.05, null], ['100% status', 1, null], ['100% accept', 1, { accept: 1 }], ['100% return', 1, { status: 11 }],
    ] as const) {
      const times: number[] = [];
      for (let round = 0; round < 60; round += 1) {
        const at = make ? (round * 100) % all.length : (round * 100) % 10_000 + 10_000;
        const ids = all.slice(at, at + 100);
        const edits = ids.map((leadId, index) => ({ leadId, edit: make ?? (index < share * 100 ? { comment: `${name}${round}` } : { status: 2 }) }));
        const began = performance.now();
        await db.transaction().execute((trx) => applyBatch(trx, { leadIds: ids, edits, crmStatuses: [], source: { kind: 'check', checkKind: 'range' }, origin: { kind: 'check', runId: 1 }, context, now }));
        times.push(performance.now() - began);
      }
      times.sort((a, b) => a - b);
      console.log(engine, name, 'min', times[0]?.toFixed(2), 'median', times[30]?.toFixed(2), 'p90', times[54]?.toFixed(2));
    }
    await database.close();
  }
});
