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
  if (job.stage !== 'process') return { ...common, lookUps: null, tables: noLeads, answer: null };
  return {
    ...common,
    lookUps: JSON.stringify(job.lookUps),
    tables: leadTables(job.leads),
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
    response: responseOf(job),
    inid: inidOf(job),
    wantData: job.wantData,
    page: job.page ?? 1,
    carry: job.carry ?? null,
  };
}

const responseOf = ({ answer }: ProcessJob) => ({ status: answer.status, headers: answer.headers });
const inidOf = ({ single, leads }: ProcessJob): number | null => (single ? (leads[0]?.id ?? null) : null);

const noLeads: LeadTables = { e2i: '{}', ids: '{}', i2t: '{}' };

/** Written by hand: objects of a thousand keys take ten times as long to build as the text that they are wanted for. */
function leadTables(leads: JobLead[]): LeadTables {
  let e2i = '';
  let ids = '';
  let i2t = '';
  let externalComma = '';
  let comma = '';
  for (const { id, extId, status, createdAt } of leads) {
    if (extId !== null) {
      e2i += `${externalComma}${plain.test(extId) ? `"${extId}"` : JSON.stringify(extId)}:${id}`;
      externalComma = ',';
    }
    ids += `${comma}"${id}":${status}`;
    i2t += `${comma}"${id}":${createdAt}`;
    comma = ',';
  }
  return { e2i: `{${e2i}}`, ids: `{${ids}}`, i2t: `{${i2t}}` };
}

/** Text that is the same in JSON. */
const plain = /^[\w.:/-]*$/;
