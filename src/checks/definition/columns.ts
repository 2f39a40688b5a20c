/** A check's input as columns, and a row as people see it. */
import type { Selectable } from 'kysely';
import type { CheckKind } from '../../../sandbox/contract/statuses.ts';
import { changed } from '../../db/changes.ts';
import type { CheckLimits, ChecksTable } from '../../db/schema/checks.ts';
import type { CheckInput, CheckView } from './input.ts';

/** Seconds between sweeps, unless a check says otherwise. Source: the kinds of check in the seed document. */
const usualSeconds: Record<CheckKind, number> = { processing: 600, accepted: 10_800, range: 3_600 };

export const columns = (input: CheckInput) => ({
  integration_id: input.integrationId,
  kind: input.kind,
  enabled: input.enabled,
  every_seconds: input.everySeconds ?? usualSeconds[input.kind],
  url: input.url,
  method: input.method,
  body_encoding: input.bodyEncoding,
  format: input.format,
  charset: input.charset,
  batch_size: input.batchSize,
  range_days: input.rangeDays,
  identify_by: input.identifyBy,
  ok_statuses: input.okStatuses,
  empty_ok: input.emptyOk,
  repeatable: input.repeatable,
  preprocess_script_id: input.preprocessScriptId,
  process_script_id: input.processScriptId,
  timeout_ms: input.timeoutMs,
  max_requests: input.maxRequests,
});

export const json = ({ headers, fields, csv, limits, login }: CheckInput) => ({
  headers,
  fields,
  csv,
  login,
  limits: changed<CheckLimits>({}, limits),
});

export const stored = ({ headers, fields, csv, limits, login }: CheckInput) => ({
  headers: JSON.stringify(headers),
  fields: JSON.stringify(fields),
  csv: csv === null ? null : JSON.stringify(csv),
  login: login === null ? null : JSON.stringify(login),
  limits: JSON.stringify(limits),
});

export const toView = (row: Selectable<ChecksTable>): CheckView => ({
  id: row.id,
  integrationId: row.integration_id,
  kind: row.kind,
  enabled: row.enabled,
  everySeconds: row.every_seconds,
  url: row.url,
  method: row.method,
  headers: row.headers,
  fields: row.fields,
  bodyEncoding: row.body_encoding,
  format: row.format,
  csv: row.csv,
  charset: row.charset,
  batchSize: row.batch_size,
  rangeDays: row.range_days,
  identifyBy: row.identify_by,
  okStatuses: row.ok_statuses,
  emptyOk: row.empty_ok,
  repeatable: row.repeatable,
  preprocessScriptId: row.preprocess_script_id,
  processScriptId: row.process_script_id,
  timeoutMs: row.timeout_ms,
  limits: row.limits,
  maxRequests: row.max_requests,
  login: row.login,
  needsDryRun: row.needs_dry_run,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
