/**
 * The job as it enters the isolate: everything but the code, the answer's body and what few scripts ask for, as one JSON text.
 * A list, and the leads as lists, each at the same place of every one: in a fresh context V8 makes a shape for each name of an
 * object that it reads, which takes longer than the rest of the reading.
 */
import type { JobLead, Json, LookUps, Params, RangeVariables, ScriptRequest } from './contract/job.ts';
import type { CheckKind } from './contract/statuses.ts';

/** What a run of any stage has; scripts of pipelines are of no offer. */
export type Common = [
  now: number,
  seed: number,
  params: Params,
  offer: { id: number; name: string } | null,
  token: string | null,
];

export type LeadLists = [
  ids: number[],
  externalIds: (string | null)[],
  statuses: number[],
  /** The lead, where the script asks for one at a time. */
  inid: number | null,
];

/** What there is to know of an answer beside itself. */
export type AboutAnswer = [wantData: boolean, page: number, carry: Json];

type PreprocessJobText = [
  stage: 'preprocess',
  common: Common,
  request: ScriptRequest,
  leads: Pick<JobLead, 'id' | 'extId'>[],
  range: RangeVariables | null,
];
export type ProcessJobText = [
  stage: 'process',
  common: Common,
  kind: CheckKind,
  leads: LeadLists,
  aboutAnswer: AboutAnswer,
];
type ActionJobText = [
  stage: 'action',
  common: Common,
  event: { [name: string]: Json },
  steps: { [name: string]: Json },
];

export type JobText = PreprocessJobText | ProcessJobText | ActionJobText;

/** What few scripts ask for: read by those alone. */
export interface RareText extends LookUps {
  /** When each lead was created, UNIX seconds, at the places of the job's lists. */
  created: number[];
  response: { status: number | null; headers: Record<string, string> } | null;
}

/** How a run ended, as far as the runtime knows. */
export type End =
  | { kind: 'done' }
  | { kind: 'skipped'; why: string }
  | { kind: 'stopped'; why: string }
  | { kind: 'failed'; message: string }
  /** More than a run may give back. */
  | { kind: 'output' }
  /** A mistake that ends the run wherever it is made, or a result whose getter or `toJSON` threw. */
  | { kind: 'threw'; text: string; line: number | null; column: number | null };
