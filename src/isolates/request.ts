/** A job as it goes to a child. Written as JSON text once, here, and read once, in the isolate. */
import type { Job, JobLead, ProcessJob } from '../../sandbox/contract/job.ts';
import type { JobText, LeadColumns, RareText } from '../../sandbox/job-text.ts';
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
  if (job.stage !== 'process') return { ...common, rare: null, answer: null };
  const created = job.leads.map(({ createdAt }) => createdAt);
  return {
    ...common,
    rare: JSON.stringify({ ...job.lookUps, created, response: responseOf(job) } satisfies RareText),
    answer: job.answer,
  };
}

function jobText(job: Job): JobText {
  const { params, now, seed } = job;
  if (job.stage === 'action') return { params, now, seed, stage: 'action', event: job.event, steps: job.steps };
  const common = { params, offer: job.offer, now, seed, token: job.token ?? null };
  if (job.stage === 'preprocess')
    return { ...common, stage: 'preprocess', request: job.request, leads: job.leads, range: job.range };
  return {
    ...common,
    stage: 'process',
    kind: job.kind,
    leads: leadColumns(job.leads),
    inid: inidOf(job),
    wantData: job.wantData,
    page: job.page ?? 1,
    carry: job.carry ?? null,
  };
}

const responseOf = ({ answer }: ProcessJob) => ({ status: answer.status, headers: answer.headers });
const inidOf = ({ single, leads }: ProcessJob): number | null => (single ? (leads[0]?.id ?? null) : null);

function leadColumns(leads: JobLead[]): LeadColumns {
  const columns: LeadColumns = { ids: [], externalIds: [], statuses: [] };
  for (const { id, extId, status } of leads) {
    columns.ids.push(id);
    columns.externalIds.push(extId);
    columns.statuses.push(status);
  }
  return columns;
}
