/** A job as it goes to a child. Written as JSON text once, here, and read once, in the isolate. */
import type { Answer, Job, PreprocessJob, ProcessJob } from '../../sandbox/contract/job.ts';
import type { Common, JobText, LeadLists, RareText } from '../../sandbox/job-text.ts';
import type { AnswerBytes, RunRequest } from './protocol.ts';

/** A request that no child has been given, and numbered. */
export type NewRequest = Omit<RunRequest, 'id'>;

export function runRequest(job: Job, { code, positions }: Pick<RunRequest, 'code' | 'positions'>): NewRequest {
  const { stage, limits } = job;
  return {
    type: 'run',
    key: job.script.key,
    code,
    positions,
    stage,
    limits,
    job: JSON.stringify(jobText(job)),
    rare: stage === 'action' ? null : JSON.stringify(rareText(job)),
    answer: stage === 'process' ? answerBytes(job.answer) : null,
  };
}

function rareText(job: ProcessJob | PreprocessJob): RareText {
  const { currencies, goals } = job.lookUps;
  if (job.stage === 'preprocess') return { currencies, goals, mappings: [], created: [], response: null };
  const { leads, lookUps, answer } = job;
  const { mappings } = lookUps;
  const created = leads.map(({ createdAt }) => createdAt);
  return { currencies, goals, mappings, created, response: { status: answer.status, headers: answer.headers } };
}

function answerBytes({ body, format, charset, csv, emptyOk, headers }: Answer): AnswerBytes {
  return { body, format, charset, csv, emptyOk, contentType: headers['content-type'] ?? null };
}

function jobText(job: Job): JobText {
  const { params, now, seed } = job;
  if (job.stage === 'action') return ['action', [now, seed, params, null, null], job.event, job.steps];
  const common: Common = [now, seed, params, job.offer, job.token ?? null];
  if (job.stage === 'preprocess') return ['preprocess', common, job.request, job.leads, job.range];
  const { kind, wantData, page = 1, carry = null } = job;
  return ['process', common, kind, leadLists(job), [wantData, page, carry]];
}

function leadLists({ leads, single }: ProcessJob): LeadLists {
  const ids: number[] = [];
  const externalIds: (string | null)[] = [];
  const statuses: number[] = [];
  for (const { id, extId, status } of leads) {
    ids.push(id);
    externalIds.push(extId);
    statuses.push(status);
  }
  return [ids, externalIds, statuses, single ? (ids[0] ?? null) : null];
}
