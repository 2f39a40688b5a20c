/** The ways to run a script that are compared. */
import { parseEdit } from '../../../sandbox/contract/edit.ts';
import { createIsolates } from '../../../src/isolates/pool.ts';
import { createLog } from '../../../src/log.ts';
import { bare, freshIsolate, nodeVm, oneIsolate, type Run } from './in-process.ts';

function sverka(): Run {
  const isolates = createIsolates({ workers: 1, log: createLog('silent') });
  return async (job) => {
    const outcome = await isolates.run(job);
    if (outcome.kind !== 'edits') throw new Error(`The run ended as ${outcome.kind}`);
    const known = new Set(job.leads.map((lead) => lead.id));
    let right = 0;
    for (const { leadId, edit } of outcome.edits) if (known.has(leadId) && parseEdit(edit).ok) right++;
    return right;
  };
}

export const variants = {
  'no sandbox': bare,
  'node:vm': nodeVm,
  'isolated-vm, fresh isolate': freshIsolate,
  'isolated-vm, one isolate': oneIsolate,
  Sverka: sverka,
} satisfies Record<string, () => Run>;

export type VariantName = keyof typeof variants;
