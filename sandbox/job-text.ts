/** The job as it enters the isolate: everything but the code, the answer's body and the look-up tables, as one JSON text. */
import type { JobLead, Json, Params, RangeVariables, ScriptRequest } from './contract/job.ts';
import type { CheckKind } from './contract/statuses.ts';

interface JobTextOfAnyStage {
  params: Params;
  offer: { id: number; name: string };
  now: number;
  seed: number;
  token: string | null;
}

export interface PreprocessJobText extends JobTextOfAnyStage {
  stage: 'preprocess';
  request: ScriptRequest;
  leads: Pick<JobLead, 'id' | 'extId'>[];
  range: RangeVariables | null;
}

export interface ProcessJobText extends JobTextOfAnyStage {
  stage: 'process';
  kind: CheckKind;
  response: { status: number; headers: Record<string, string> };
  /** The lead, where the script asks for one at a time. */
  inid: number | null;
  wantData: boolean;
  page: number;
  carry: Json;
}

/** The leads of a run by id and external id; each table a JSON text of its own, read when it is looked at. */
export interface LeadTables {
  /** External id → id. */
  e2i: string;
  /** Id → status. */
  ids: string;
  /** Id → UNIX seconds. */
  i2t: string;
}

export type JobText = PreprocessJobText | ProcessJobText;

/** How a run ended, as far as the runtime knows. */
export type End =
  | { kind: 'done' }
  | { kind: 'skipped'; why: string }
  | { kind: 'failed'; message: string }
  /** More than a run may give back. */
  | { kind: 'output' }
  /** A mistake that ends the run wherever it is made, or a result whose getter or `toJSON` threw. */
  | { kind: 'threw'; text: string; line: number | null; column: number | null };
