/** The job as it enters the isolate: everything but the code, the answer's body and what few scripts ask for, as one JSON text. */
import type { JobLead, Json, LookUps, Params, RangeVariables, ScriptRequest } from './contract/job.ts';
import type { CheckKind } from './contract/statuses.ts';

interface JobTextOfAnyStage {
  params: Params;
  now: number;
  seed: number;
}

interface JobTextOfCheck extends JobTextOfAnyStage {
  offer: { id: number; name: string };
  token: string | null;
}

export interface PreprocessJobText extends JobTextOfCheck {
  stage: 'preprocess';
  request: ScriptRequest;
  leads: Pick<JobLead, 'id' | 'extId'>[];
  range: RangeVariables | null;
}

export interface ProcessJobText extends JobTextOfCheck {
  stage: 'process';
  kind: CheckKind;
  leads: LeadColumns;
  /** The lead, where the script asks for one at a time. */
  inid: number | null;
  wantData: boolean;
  page: number;
  carry: Json;
}

/** The leads of a run, each at the same place of every list: objects by id take a fresh context ten times as long to read. */
export interface LeadColumns {
  ids: number[];
  externalIds: (string | null)[];
  statuses: number[];
}

/** What few scripts ask for: read by those alone. */
export interface RareText extends LookUps {
  /** When each lead was created, UNIX seconds, in the order of `LeadColumns`. */
  created: number[];
  response: { status: number; headers: Record<string, string> };
}

export interface ActionJobText extends JobTextOfAnyStage {
  stage: 'action';
  event: { [name: string]: Json };
  steps: { [name: string]: Json };
}

export type JobText = PreprocessJobText | ProcessJobText | ActionJobText;

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
