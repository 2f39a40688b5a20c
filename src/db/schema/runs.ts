import type { Generated, Selectable } from 'kysely';
import type { Default, Json, JsonOrNull, Nullable } from './columns.ts';

/** The tables of runs and of what they asked and heard. */
export interface RunTables {
  runs: RunsTable;
  run_details: RunDetailsTable;
  exchanges: ExchangesTable;
  run_minutes: RunMinutesTable;
}

export type RunState = 'running' | 'ok' | 'failed' | 'skipped' | 'crashed';

/** Why a run failed: `{step, code, message, line?, column?, excerpt?}`. */
export interface RunError {
  step: string;
  code: string;
  message: string;
  params?: Record<string, string | number>;
  line?: number;
  column?: number;
  excerpt?: string;
  /** The only lead of a failed batch: the poisonous one. */
  leadId?: number;
}

/** Milliseconds of each step. */
export interface RunTiming {
  requestMs: number;
  decodeMs: number;
  scriptMs: number;
  totalMs: number;
}

/** How long an answer is kept: a year, 14 days, or until the next one. */
export type AnswerKept = 'money' | 'changed' | 'latest';

export interface RunsTable {
  id: Generated<number>;
  started_at: Date;
  sweep_id: number;
  check_id: number;
  offer_id: number;
  integration_id: number;
  worker_id: string;
  state: RunState;
  finished_at: Nullable<Date>;
  lead_ids: number[];
  range_from: Nullable<string>;
  range_to: Nullable<string>;
  /** How often this batch's runs have crashed before. */
  crashes: Default<number>;
  preprocess_script_id: Nullable<number>;
  preprocess_version: Nullable<number>;
  process_script_id: number;
  process_version: number;
  timing: JsonOrNull<RunTiming>;
  error: JsonOrNull<RunError>;
  leads: number;
  answer_rows: Nullable<number>;
  applied: Default<number>;
  unchanged: Default<number>;
  refused: Default<number>;
  unknown: Default<number>;
  missing: Default<number>;
  unrecognised: Default<number>;
  answer_kept: Nullable<AnswerKept>;
}

export interface RunDetailsTable {
  run_id: number;
  started_at: Date;
  request: JsonOrNull<unknown>;
  response: JsonOrNull<unknown>;
  edits: Json<unknown[]>;
  unknown_ids: Json<(number | string)[]>;
  missing_ids: Json<number[]>;
  unrecognised: Json<{ text: string; count: number }[]>;
  warnings: Json<unknown[]>;
  logs: Json<unknown[]>;
  attempts: Json<unknown[]>;
  /** One row for each request; null where there was one alone. */
  requests: JsonOrNull<unknown[]>;
}

export interface ExchangesTable {
  run_id: number;
  at: Date;
  check_id: number;
  offer_id: number;
  kept: AnswerKept;
  status: number;
  headers: Json<Record<string, string>>;
  /** The decompressed answer, compressed by us. */
  body: Uint8Array;
  /** Of several answers, which lie one behind the other in `body`; null where there is one. */
  pages: JsonOrNull<KeptPage[]>;
  /** What the log-in gave, sealed, where an answer repeats it. */
  tokens: Nullable<Uint8Array>;
  /** Bytes of the decompressed answer. */
  body_bytes: number;
  /** The answer was longer than what the journal keeps. */
  cut: boolean;
}

export interface KeptPage {
  status: number;
  headers: Record<string, string>;
  /** Bytes of its part of the body. */
  bytes: number;
}

export interface RunMinutesTable {
  minute: Date;
  check_id: number;
  offer_id: number;
  integration_id: number;
  runs: number;
  failed: number;
  leads: number;
  applied: number;
  refused: number;
}

export type Run = Selectable<RunsTable>;
