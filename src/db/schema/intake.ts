import type { Generated } from 'kysely';
import type { Default, Json, JsonOrNull, Nullable } from './columns.ts';

/** The tables of intake and notifications. */
export interface IntakeTables {
  sources: SourcesTable;
  pipelines: PipelinesTable;
  pipeline_scripts: { pipeline_id: number; script_id: number };
  operations: OperationsTable;
  operation_queue: OperationQueueTable;
  operation_leads: { operation_id: string; step: string; lead_id: number; at: Date };
  event_keys: { source_id: number; key: Uint8Array; at: Date };
  postbacks: PostbacksTable;
  notices: NoticesTable;
}

export interface ExtraParameter {
  name: string;
  /** As the sender's service calls it, with or without braces. */
  variable: string;
}

export interface SourcesTable {
  id: Generated<number>;
  name: string;
  type: 'getcourse.deal_created' | 'webhook';
  /** 32 hexadecimal digits of its address. */
  token: string;
  dedupe_by: Nullable<string>;
  extra_parameters: Json<ExtraParameter[]>;
  /** Name of a header that every event must carry, and its value, encrypted. */
  secret_header: Nullable<string>;
  secret_value: Nullable<Uint8Array>;
  allow_ips: string[];
  created_at: Date;
  updated_at: Date;
}

export interface PipelinesTable {
  id: Generated<number>;
  name: string;
  source_id: number;
  state: 'running' | 'stopped';
  /** `Action[]` of `intake/actions`. */
  actions: Json<unknown[]>;
  params: Json<Record<string, string>>;
  secrets: Nullable<Uint8Array>;
  notify_email: Nullable<string>;
  created_at: Date;
  updated_at: Date;
}

/** As stored; `running` is one that is queued and has an owner. */
export type StoredOperationState = 'queued' | 'done' | 'failed' | 'duplicate' | 'stopped';

export interface OperationError {
  /** Name of the action. */
  step: string | null;
  code: string;
  message: string;
  params?: Record<string, string | number>;
  line?: number;
  column?: number;
  excerpt?: string;
}

export interface OperationsTable {
  id: string;
  received_at: Date;
  source_id: number;
  /** Null: nobody takes the events of this source yet. */
  pipeline_id: Nullable<number>;
  state: StoredOperationState;
  event: Json<Record<string, unknown>>;
  attempts: Default<number>;
  error: JsonOrNull<OperationError>;
  /** `StepView[]` of `intake/operation.ts`, secrets masked. */
  steps: Json<unknown[]>;
  /** Encrypted results of the steps that are not to be done again. */
  progress: Nullable<Uint8Array>;
  finished_at: Nullable<Date>;
}

export interface OperationQueueTable {
  operation_id: string;
  received_at: Date;
  pipeline_id: number;
  next_at: Date;
  attempts: Default<number>;
  /** The worker that has it. */
  owner: Nullable<string>;
  leased_until: Nullable<Date>;
  /** The action whose request may be on its way. */
  sending: Nullable<string>;
  progress: Nullable<Uint8Array>;
}

export interface PostbacksTable {
  id: Generated<number>;
  event_id: number;
  message_id: Generated<string>;
  webmaster_id: number;
  lead_id: number;
  stage: string;
  url: string;
  url_key: Generated<string>;
  method: 'GET' | 'POST';
  /** Name → value. */
  macros: Json<Record<string, string>>;
  state: 'queued' | 'delivered' | 'failed';
  attempts: Default<number>;
  created_at: Date;
  next_at: Date;
  leased_until: Nullable<Date>;
  finished_at: Nullable<Date>;
  request: JsonOrNull<{ method: string; url: string; body: string | null }>;
  response: JsonOrNull<{ status: number; body: string }>;
  error: Nullable<string>;
}

/** One thing to be told of. */
export interface Notice {
  kind: 'check_failing' | 'check_silent' | 'operation_failed' | 'script_failing';
  recovered: boolean;
  at: string;
  message: string;
  /** Of an error that people know by a code. */
  code?: string;
  params?: Record<string, string | number>;
  operationId?: string;
}

export interface NoticesTable {
  subject: string;
  channel: 'mail' | 'telegram';
  pipeline_id: Nullable<number>;
  check_id: Nullable<number>;
  offer_id: Nullable<number>;
  /** The first few that were not told yet. */
  pending: Json<Notice[]>;
  pending_count: number;
  due_at: Date;
  sent_at: Nullable<Date>;
  attempts: Default<number>;
  error: Nullable<string>;
}
