import { expect } from 'vitest';
import type { Job, Outcome } from '../../sandbox/contract/job.ts';
import type { Isolates } from '../../src/isolates/pool.ts';
import { processJob } from './sandbox.ts';

const honestCode = '$core.each($data, (d) => $core.lead.edit($e2i[d.id], {accept: 1}))';

/** Runs a job while honest runs of another script go on beside it, every one of which has to succeed. */
export async function attack(isolates: Isolates, job: Job): Promise<Outcome> {
  const state = { over: false };
  const attacking = isolates.run(job).finally(() => {
    state.over = true;
  });
  do {
    const honest = await isolates.run(processJob(honestCode, { answer: [{ id: 'a' }, { id: 'b' }] }));
    expect(honest).toMatchObject({ kind: 'edits', edits: [{ leadId: 1 }, { leadId: 2 }] });
  } while (!state.over);
  return attacking;
}

/** The code of the error an attack ends in, or the kind of its outcome. */
export async function endOf(isolates: Isolates, job: Job): Promise<string> {
  const outcome = await attack(isolates, job);
  return outcome.kind === 'failed' ? outcome.error.code : outcome.kind;
}
