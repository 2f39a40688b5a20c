/**
 * What crosses the border of the sandbox, in both directions: plain data, nothing else.
 *
 * A job carries everything a script may look up; an outcome carries everything it decided. The host believes none of it:
 * every edit is checked again with `parseEdit` and the rules for leads.
 */
import type { NextRequest } from './next.ts';
import type { CheckKind, Status } from './statuses.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** `ts` and `php` compile to JavaScript before their first run in a process. */
export type Language = 'js' | 'ts' | 'php';
export type Stage = 'preprocess' | 'process' | 'action';

/** Code to run. Runs with equal `key` may share an isolate; two different sources never have the same key. */
export interface ScriptSource {
  /** `<script id>@<version>`, or `adhoc:<sha256 of language and code>`. */
  key: string;
  language: Language;
  code: string;
}

/** Limits of one run; defaults and ceilings stand in `limits.ts`. */
export interface ScriptLimits {
  /** Milliseconds of script time. */
  scriptMs: number;
  /** Mebibytes the script's isolate may hold, the decoded answer included. */
  memoryMb: number;
}

/** An offer's, integration's parameters and secrets, merged: the offer's win over the integration's, those over secrets. */
export type Params = Record<string, string>;

interface JobOfAnyStage {
  script: ScriptSource;
  limits: ScriptLimits;
  params: Params;
  /** UNIX seconds. `Date` stands still at this moment, so that a run can be replayed to the same result. */
  now: number;
  /** Seeds `Math.random`. */
  seed: number;
}

/** What scripts of checks have beside. */
interface JobOfCheck extends JobOfAnyStage {
  offer: { id: number; name: string };
  /** What the check's log-in gave. */
  token?: string;
}

export interface JobLead {
  id: number;
  extId: string | null;
  status: Status;
  /** UNIX seconds. */
  createdAt: number;
}

/** The local days of a range run, as the macros print them. `f*` are `yyyy-dd-MM HH:mm:ss`, `u*` UNIX seconds. */
export interface RangeVariables {
  from: string;
  to: string;
  tom: string;
  ffrom: string;
  fto: string;
  ftom: string;
  ufrom: number;
  uto: number;
  utom: number;
}

/** A request that a preprocessing script may change. */
export interface ScriptRequest {
  /** Macros not yet expanded. */
  url: string;
  method: string;
  headers: Record<string, string>;
  /** Macros expanded. An object is encoded as the check says; a string is sent as it is. */
  fields: { [name: string]: Json } | string;
}

export interface PreprocessJob extends JobOfCheck {
  stage: 'preprocess';
  lookUps: Pick<LookUps, 'currencies' | 'goals'>;
  request: ScriptRequest;
  /** The leads of an id batch; empty for a range. */
  leads: Pick<JobLead, 'id' | 'extId'>[];
  /** Null for an id batch. */
  range: RangeVariables | null;
}

export type AnswerFormat = 'json' | 'xml' | 'csv' | 'form' | 'php' | 'text';

/** An answer as the CRM sent it (decompressed), and how to read it. */
export interface Answer {
  body: Uint8Array;
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  format: AnswerFormat;
  /** Overrides what the header, a BOM or the XML declaration say. */
  charset: string | null;
  csv: { delimiter: string; header: boolean } | null;
  /** An empty body is null rather than a failure. */
  emptyOk: boolean;
}

/** What an integration's own mapping makes of a status text. */
export type MappedEdit = { accept: true; status?: Status } | { status: Status; reason?: number };

/** Tables a script may look up. */
export interface LookUps {
  /** Upper-case ISO code → id. */
  currencies: Record<string, number>;
  /** Offer id → goal code → goal id. */
  goals: Record<string, Record<string, number>>;
  /** The integration's own status words; `text` as the admin wrote it. */
  mappings: { text: string; edit: MappedEdit }[];
}

export interface ProcessJob extends JobOfCheck {
  stage: 'process';
  kind: CheckKind;
  answer: Answer;
  leads: JobLead[];
  /** True where the check's `batchSize` is 1: the script sees `$inid`. */
  single: boolean;
  lookUps: LookUps;
  /** True for a dry run: the outcome carries the decoded answer. */
  wantData: boolean;
  /** Which answer of the run this is, from 1 (the default), and what the script carried over from the one before. */
  page?: number;
  carry?: Json;
}

/** A step of a pipeline. */
export interface ActionJob extends JobOfAnyStage {
  stage: 'action';
  event: { [name: string]: Json };
  /** Results of the steps before, by name. */
  steps: { [name: string]: Json };
}

export type Job = PreprocessJob | ProcessJob | ActionJob;

export interface LogLine {
  level: 'log' | 'warn' | 'error';
  text: string;
}

/** A sentence for people, with a code and parameters so that it can be shown in another language. */
export interface Warning {
  code: string;
  message: string;
  params?: Record<string, string | number>;
}

export type ErrorStep = 'select' | 'preprocess' | 'request' | 'decode' | 'process' | 'action' | 'apply';

export type ScriptErrorCode =
  | 'script_timeout'
  | 'script_memory'
  | 'script_output'
  | 'script_invalid'
  | 'script_threw'
  | 'script_crashed'
  | 'script_failed'
  | 'decode_failed'
  | 'answer_empty';

/** Why a run failed, for people: no path, frame or value of the host ever stands in it. */
export interface ScriptError {
  step: Extract<ErrorStep, 'preprocess' | 'decode' | 'process' | 'action'>;
  code: ScriptErrorCode;
  /** A whole sentence in English. */
  message: string;
  /** The figures and names in the sentence, so that it can be said in another language. */
  params: Record<string, string | number>;
  /** Line and column of the script's own text, from 1. */
  line?: number;
  column?: number;
  /** That line, and a caret under the column; or the first 200 characters of an answer that does not decode. */
  excerpt?: string;
}

/** One call of `$core.lead`. */
export interface RecordedEdit {
  leadId: number;
  /** As the script gave it; the host judges it. */
  edit: { [field: string]: Json };
  /** The status text behind it, for `setstatus` and `setstc`, with the rule and word that decided. */
  recognised?: { text: string; rule: string; word: string };
  /** The lead already had as many edits as a run may give it; refused as `over_limit`. */
  overLimit?: true;
}

/** What a run leaves behind whatever its end. */
export interface Trace {
  logs: LogLine[];
  /** Log lines over the limit, counted instead of kept. */
  logsDropped: number;
  warnings: Warning[];
  /** Milliseconds. */
  decodeMs: number;
  scriptMs: number;
}

/** What the answer looked like, and what the script said about leads so far. */
export interface Findings {
  /** Length of the top-level list, else null. */
  rows: number | null;
  edits: RecordedEdit[];
  /** Ids passed to `$core.lead` that are not the run's, each once, at most 1,000; text where they are no whole numbers. */
  unknownIds: (number | string)[];
  /** Leads of the run that no call named. */
  missingIds: number[];
  /** Status texts that were not recognised, each once with a count. */
  unrecognised: { text: string; count: number }[];
  /** The last status text each lead was seen with. */
  crmStatuses: { leadId: number; text: string }[];
  /** The decoded answer as JSON text, where the job wanted it. */
  data: string | null;
}

export type Outcome =
  | ({ kind: 'request'; request: ScriptRequest } & Trace)
  | ({ kind: 'skipped'; why: string } & Trace)
  /** `next`: one more request that the script asks for. */
  | ({ kind: 'edits'; next: NextRequest | null } & Trace & Findings)
  | ({ kind: 'result'; result: Json } & Trace)
  | ({ kind: 'stopped'; why: string } & Trace)
  | ({ kind: 'failed'; error: ScriptError; findings: Findings | null } & Trace);

/** A place in a script's text; both count from 1. */
export interface Position {
  line: number;
  column: number;
}

/** One finding about a script's text. */
export interface Diagnostic extends Position {
  message: string;
  severity: 'error' | 'warning';
  /** The kind of finding and the names in the sentence, so that it can be said in another language. */
  code?: 'syntax' | 'unknown_name' | 'wrong_stage';
  params?: Record<string, string | number>;
}
