import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { CheckKind, Status } from '../../sandbox/contract/statuses.ts';
import type { IntakeTables } from './schema-intake.ts';

/**
 * The tables, as the migrations leave them. `numeric` comes as text, `bigint` as a number (ids stay far below 2^53),
 * `timestamptz` as Date, `date` as `yyyy-MM-dd`. JSON is written as text and read parsed.
 */
export interface Database extends IntakeTables {
  currencies: { id: Generated<number>; iso: string };
  reasons: { id: Generated<number>; name: string; trash: Generated<boolean> };
  settings: SettingsTable;
  offers: OffersTable;
  goals: GoalsTable;
  webmasters: WebmastersTable;
  scripts: ScriptsTable;
  script_versions: ScriptVersionsTable;
  integrations: IntegrationsTable;
  integration_offers: IntegrationOffersTable;
  login_tokens: LoginTokensTable;
  status_mappings: StatusMappingsTable;
  unrecognised: UnrecognisedTable;
  checks: ChecksTable;
  check_offers: CheckOffersTable;
  sweeps: SweepsTable;
  sweep_batches: SweepBatchesTable;
  workers: { id: string; host: string; pid: number; started_at: Date; seen_at: Date };
  lanes: { integration_id: number; slot: number; worker_id: string };
  runs: RunsTable;
  run_details: RunDetailsTable;
  exchanges: ExchangesTable;
  run_minutes: RunMinutesTable;
  alerts: AlertsTable;
  leads: LeadsTable;
  lead_history: LeadHistoryTable;
  ledger: LedgerTable;
  lead_events: LeadEventsTable;
  /** One row; grows with every change of what a run is set up from. */
  revision: { id: number; value: number };
  keys: KeysTable;
  people: PeopleTable;
  sessions: SessionsTable;
  invitations: InvitationsTable;
  audit: AuditTable;
}

/** JSON that is always there. */
export type Json<T> = ColumnType<T, string, string>;
/** JSON or null. */
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** A column with a default. */
export type Default<T> = ColumnType<T, T | undefined, T>;
export type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;

export interface SettingsTable {
  id: number;
  default_reason_id: number;
  paused: Default<boolean>;
  language: Default<string>;
  mail: JSONColumnType<Record<string, unknown>, string | undefined>;
  telegram: JSONColumnType<Record<string, unknown>, string | undefined>;
  runs_kept_days: Default<number>;
}

export interface OffersTable {
  id: Generated<number>;
  name: string;
  currency_id: number;
  delivery: boolean;
  price: string;
  hold_days: number;
  cancel_after_days: number | null;
  payout_per_unit: boolean;
  payout_wm: string;
  payout_pay: string;
  payout_ref: string;
  created_at: Date;
  updated_at: Date;
}

export interface GoalsTable {
  id: Generated<number>;
  offer_id: number;
  code: string;
  name: string;
  payout_wm: Nullable<string>;
  payout_pay: Nullable<string>;
  payout_ref: Nullable<string>;
}

export interface Postback {
  url: string;
  events: string[];
  method: 'GET' | 'POST';
}

export interface WebmastersTable {
  id: Generated<number>;
  name: string;
  referrer_id: Nullable<number>;
  postbacks: JSONColumnType<Postback[], string | undefined>;
  /** Encrypted; signs what is posted to him. */
  postback_secret: Nullable<Uint8Array>;
}

export interface ScriptsTable {
  id: Generated<number>;
  name: string;
  language: 'js' | 'ts' | 'php';
  active_version: number;
  created_at: Date;
  updated_at: Date;
}

export interface ScriptVersionsTable {
  script_id: number;
  version: number;
  code: string;
  note: Nullable<string>;
  key_id: Nullable<number>;
  person_id: Nullable<number>;
  created_at: Date;
}

export interface IntegrationsTable {
  id: Generated<number>;
  name: string;
  /** IANA name. */
  timezone: string;
  params: Json<Record<string, string>>;
  /** Encrypted JSON of name → value. */
  secrets: Nullable<Uint8Array>;
  max_concurrent: number;
  requests_per_minute: Nullable<number>;
  /** When the next request may start, where `requests_per_minute` is set. */
  next_request_at: Nullable<Date>;
  allowed_hosts: string[];
  paused: boolean;
  created_at: Date;
  updated_at: Date;
}

export interface IntegrationOffersTable {
  integration_id: number;
  offer_id: number;
  params: Json<Record<string, string>>;
  preprocess_script_id: Nullable<number>;
  process_script_id: Nullable<number>;
}

export interface StatusMappingsTable {
  id: Generated<number>;
  integration_id: number;
  /** As the admin wrote it. */
  text: string;
  /** The normal form under which it is looked up. */
  key: string;
  accept: Nullable<boolean>;
  status: Nullable<Status>;
  reason_id: Nullable<number>;
}

export interface UnrecognisedTable {
  integration_id: number;
  text: string;
  count: number;
  first_seen: Date;
  last_seen: Date;
  run_id: number;
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

/** A commission set by hand or by a CRM: a total, with its own currency. */
export interface CashAmount {
  amount: string;
  currencyId: number;
}

export interface Cash {
  wm?: CashAmount;
  pay?: CashAmount;
  ref?: CashAmount;
}

export interface LeadsTable {
  id: Generated<number>;
  offer_id: number;
  integration_id: Nullable<number>;
  ext_id: Nullable<string>;
  status: Status;
  reason_id: Nullable<number>;
  comment: Nullable<string>;
  crm_status: Nullable<string>;
  /** When it was first put on hold. */
  hold_since: Nullable<Date>;
  /** When it is to be accepted by itself. */
  hold_until: Nullable<Date>;
  accepted_at: Nullable<Date>;
  /** It has an unreversed booking. */
  booked: Default<boolean>;
  /** Number of the latest booking; 0 before the first. */
  bookings: Default<number>;
  base: Nullable<string>;
  counts: Nullable<number>;
  currency_id: Nullable<number>;
  goal_id: Nullable<number>;
  track: Nullable<string>;
  cash: JsonOrNull<Cash>;
  webmaster_id: Nullable<number>;
  name: Nullable<string>;
  phone: Nullable<string>;
  /** The digits of the phone, for searching by prefix. */
  phone_digits: Nullable<string>;
  country: Nullable<string>;
  ip: Nullable<string>;
  user_agent: Nullable<string>;
  sub1: Nullable<string>;
  sub2: Nullable<string>;
  sub3: Nullable<string>;
  sub4: Nullable<string>;
  created_at: Date;
  updated_at: Date;
}

export interface LeadHistoryTable {
  id: Generated<number>;
  lead_id: number;
  at: Date;
  source: Json<Record<string, unknown>>;
  before: Json<Record<string, unknown>>;
  after: Json<Record<string, unknown>>;
}

export interface LedgerTable {
  id: Generated<number>;
  lead_id: number;
  booking: number;
  kind: 'pay' | 'wm' | 'ref' | 'adjustment';
  /** Which amount an adjustment corrects. */
  adjusts: Nullable<'pay' | 'wm' | 'ref'>;
  /** The webmaster or referrer; null for the advertiser's charge. */
  party_id: Nullable<number>;
  amount: string;
  currency_id: number;
  at: Date;
  /** The entry this one takes back. */
  reverses: Nullable<number>;
  reversal: ColumnType<boolean, never, never>;
}

export interface LeadEventsTable {
  id: Generated<number>;
  lead_id: number;
  at: Date;
  /** The stage that the lead newly reached; null where the change is none that people are told of. */
  stage: Nullable<string>;
  payload: Json<Record<string, unknown>>;
  /** Postbacks were made of it, or none wants it. */
  told: Default<boolean>;
}

export type Role = 'admin' | 'operator' | 'viewer';

export interface KeysTable {
  id: Generated<number>;
  name: string;
  role: Role;
  hash: string;
  prefix: string;
  created_at: Date;
  last_used_at: Nullable<Date>;
  revoked_at: Nullable<Date>;
}

export interface PeopleTable {
  id: Generated<number>;
  name: string;
  email: string;
  role: Role;
  /** Null until the person has chosen one. */
  password: Nullable<string>;
  created_at: Date;
  last_seen_at: Nullable<Date>;
  removed_at: Nullable<Date>;
}

export interface SessionsTable {
  /** Of the token in the cookie. */
  hash: string;
  person_id: number;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
}

export interface InvitationsTable {
  /** Of the token in the link. */
  hash: string;
  /** Null: whoever opens it becomes the first administrator. */
  person_id: Nullable<number>;
  created_at: Date;
  expires_at: Date;
}

export interface AuditTable {
  id: Generated<number>;
  at: Date;
  key_id: Nullable<number>;
  person_id: Nullable<number>;
  action: string;
  target: Nullable<string>;
  details: Json<Record<string, unknown>>;
}

export type Check = Selectable<ChecksTable>;
export type Integration = Selectable<IntegrationsTable>;
export type Offer = Selectable<OffersTable>;
export type Sweep = Selectable<SweepsTable>;
export type Run = Selectable<RunsTable>;
