/** A job as it goes to a child. Written as JSON text once, here, and read once, in the isolate. */
import type { Job, JobLead, ProcessJob } from '../../sandbox/contract/job.ts';
import type { JobText, LeadTables } from '../../sandbox/job-text.ts';
import type { RunRequest } from './protocol.ts';

/** @param compiled JavaScript, and PHP's positions in it */
export function requestOf(job: Job, id: number, compiled: Pick<RunRequest, 'code' | 'positions'>): RunRequest {
  const { script, stage, limits } = job;
  const common = {
    type: 'run',
    id,
    key: script.key,
    ...compiled,
    stage,
    limits,
    job: JSON.stringify(jobText(job)),
  } as const;
  if (job.stage === 'preprocess') return { ...common, lookUps: null, tables: null, answer: null };
  return {
    ...common,
    lookUps: JSON.stringify(job.lookUps),
    tables: JSON.stringify(leadTables(job.leads)),
    answer: job.answer,
  };
}

function jobText(job: Job): JobText {
  const { params, offer, now, seed } = job;
  const common = { params, offer, now, seed };
  if (job.stage === 'preprocess')
    return { ...common, stage: 'preprocess', request: job.request, leads: job.leads, range: job.range };
  return {
    ...common,
    stage: 'process',
    kind: job.kind,
    response: responseOf(job),
    inid: inidOf(job),
    wantData: job.wantData,
  };
}

const responseOf = ({ answer }: ProcessJob) => ({ status: answer.status, headers: answer.headers });
const inidOf = ({ single, leads }: ProcessJob): number | null => (single ? (leads[0]?.id ?? null) : null);

function leadTables(leads: JobLead[]): LeadTables {
  const e2i: Record<string, number> = Object.create(null);
  const ids: Record<number, number> = {};
  const i2t: Record<number, number> = {};
  for (const { id, extId, status, createdAt } of leads) {
    if (extId !== null) e2i[extId] = id;
    ids[id] = status;
    i2t[id] = createdAt;
  }
  return { e2i: JSON.stringify(e2i), ids: JSON.stringify(ids), i2t: JSON.stringify(i2t) };
}
