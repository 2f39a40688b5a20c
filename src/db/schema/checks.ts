import type { Generated, Selectable } from 'kysely';
import type { CheckKind } from '../../../sandbox/contract/statuses.ts';
import type { Default, Json, JsonOrNull, Nullable } from './columns.ts';
import type { RunError } from './runs.ts';

/** The tables of status checks: what is asked for, and how far each sweep is. */
export interface CheckTables {
  checks: ChecksTable;
  check_offers: CheckOffersTable;
  login_tokens: LoginTokensTable;
  sweeps: SweepsTable;
  sweep_batches: SweepBatchesTable;
  workers: { id: string; host: string; pid: number; started_at: Date; seen_at: Date };
  lanes: { integration_id: number; slot: number; worker_id: string };
  alerts: AlertsTable;
}

export interface CheckField {
  name: string;
  value: string;
}

/** A request that gives a token, before those of a run. */
export interface CheckLogin {
  url: string;
  /** Null: POST where there are fields, else GET. */
  method: string | null;
  headers: Record<string, string>;
  fields: CheckField[];
  bodyEncoding: 'form' | 'json' | 'multipart';
  format: 'json' | 'xml' | 'csv' | 'form' | 'php' | 'text';
  /** Where the token stands in the answer, `data.access_token`; `.` is the whole answer. */
  token: string;
  /** Seconds that the token is good for. */
  lifetimeSeconds: number;
  /** Where the answer says how many seconds it is good for; wins over `lifetimeSeconds`. */
  expiresIn: string | null;
}

export interface LoginTokensTable {
  integration_id: number;
  /** Fingerprint of the log-in request as it is sent. */
  key: string;
  /** Sealed. */
  token: Nullable<Uint8Array>;
  expires_at: Nullable<Date>;
  /** Somebody logs in until then. */
  asking_until: Nullable<Date>;
}

export interface CheckLimits {
  scriptMs?: number;
  memoryMb?: number;
  answerBytes?: number;
}

export interface ChecksTable {
  id: Generated<number>;
  integration_id: number;
  kind: CheckKind;
  enabled: boolean;
  every_seconds: number;
  url: string;
  method: Nullable<string>;
  headers: Json<Record<string, string>>;
  fields: Json<CheckField[]>;
  body_encoding: 'form' | 'json' | 'multipart';
  format: 'json' | 'xml' | 'csv' | 'form' | 'php' | 'text';
  csv: JsonOrNull<{ delimiter: string; header: boolean }>;
  charset: Nullable<string>;
  batch_size: number;
  range_days: number;
  identify_by: 'external' | 'internal';
  ok_statuses: Nullable<number[]>;
  empty_ok: boolean;
  repeatable: boolean;
  preprocess_script_id: Nullable<number>;
  process_script_id: number;
  timeout_ms: number;
  limits: Json<CheckLimits>;
  /** Requests of one run. */
  max_requests: Default<number>;
  login: JsonOrNull<CheckLogin>;
  /** Came from the library, and no dry run has shown yet that it works. */
  needs_dry_run: Default<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface CheckOffersTable {
  check_id: number;
  offer_id: number;
  next_at: Date;
  /** Failed sweeps in a row. */
  failed_sweeps: Default<number>;
  /** When the first of them began. */
  failing_since: Nullable<Date>;
  /** Sweeps in a row in which not one lead asked for was mentioned. */
  silent_sweeps: Default<number>;
  silent_since: Nullable<Date>;
  last_sweep_id: Nullable<number>;
}

export type SweepState = 'running' | 'done' | 'failed' | 'stopped';

export interface SweepsTable {
  id: Generated<number>;
  check_id: number;
  offer_id: number;
  integration_id: number;
  state: SweepState;
  started_at: Date;
  finished_at: Nullable<Date>;
  /** Id kinds: the last lead claimed. */
  cursor_id: Default<number>;
  /** The newest lead when the sweep began: later ones are the next sweep's. */
  until_id: number;
  /** Range kind: the first local day not yet claimed, and the last day to ask for. */
  cursor_day: Nullable<string>;
  until_day: Nullable<string>;
  /** No batch is left to claim. */
  exhausted: Default<boolean>;
  batches_done: Default<number>;
  batches_total: Default<number>;
  runs: Default<number>;
  failed_runs: Default<number>;
  /** Network failures in a row. */
  network_failures: Default<number>;
  /** Requests made to find a poisonous lead. */
  extra_requests: Default<number>;
  leads_asked: Default<number>;
  leads_mentioned: Default<number>;
  leads_without_ext_id: Default<number>;
  /** Rows of `sweep_batches` still to be claimed. */
  leftovers: Default<number>;
  claimed_at: Nullable<Date>;
  error: JsonOrNull<RunError>;
}

export interface SweepBatchesTable {
  id: Generated<number>;
  sweep_id: number;
  lead_ids: number[];
  range_from: Nullable<string>;
  range_to: Nullable<string>;
  crashes: Default<number>;
}

export interface AlertsTable {
  id: Generated<number>;
  kind: 'check_failing' | 'check_silent' | 'operation_failed' | 'script_failing';
  check_id: Nullable<number>;
  offer_id: Nullable<number>;
  pipeline_id: Nullable<number>;
  message: string;
  since: Date;
  count: Default<number>;
  recovered_at: Nullable<Date>;
}

export type Check = Selectable<ChecksTable>;

export type Sweep = Selectable<SweepsTable>;
