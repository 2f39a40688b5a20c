import { type Kysely, type Selectable, sql } from 'kysely';
import { checkMacros, type MacroContext, type MacroPlace } from '../../sandbox/contract/macros.ts';
import type { CheckKind } from '../../sandbox/contract/statuses.ts';
import { type Changes, changed, changedMap, type MapChanges } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { CheckField, CheckLimits, CheckLogin, ChecksTable, Database } from '../db/schema.ts';
import { Conflict, type InputError, InUse, InvalidInput, NotFound } from '../errors.ts';
import { deleteUnused, requireRow } from '../network/references.ts';
import { isPattern } from './selection/ranges.ts';
import type { CheckDefinition } from './setup.ts';
import { stopRunningSweep } from './sweeps/finish.ts';
import { refuseUntried } from './trial.ts';

/** Seconds between sweeps, unless a check says otherwise. Source: the kinds of check in the seed document. */
const usualSeconds: Record<CheckKind, number> = { processing: 600, accepted: 10_800, range: 3_600 };

/** What a check says, without what makes it run. */
export interface CheckInput {
  integrationId: number;
  kind: CheckKind;
  enabled: boolean;
  /** Null: what is usual for the kind. */
  everySeconds: number | null;
  url: string;
  /** Null: POST where there are fields, else GET. */
  method: string | null;
  headers: Record<string, string>;
  fields: CheckField[];
  bodyEncoding: ChecksTable['body_encoding'];
  format: ChecksTable['format'];
  csv: { delimiter: string; header: boolean } | null;
  /** Null: what the answer says of itself. */
  charset: string | null;
  batchSize: number;
  rangeDays: number;
  identifyBy: ChecksTable['identify_by'];
  /** Null: 200 to 299. */
  okStatuses: number[] | null;
  emptyOk: boolean;
  repeatable: boolean;
  preprocessScriptId: number | null;
  processScriptId: number;
  timeoutMs: number;
  limits: Changes<CheckLimits>;
  /** Requests of one run, 1 to 100. */
  maxRequests: number;
  login: CheckLogin | null;
}

/** What a check is that says nothing else. */
export const checkDefaults = {
  enabled: false,
  everySeconds: null,
  method: null,
  headers: {},
  fields: [],
  bodyEncoding: 'form',
  csv: null,
  charset: null,
  batchSize: 50,
  rangeDays: 7,
  identifyBy: 'external',
  okStatuses: null,
  emptyOk: false,
  repeatable: true,
  preprocessScriptId: null,
  timeoutMs: 30_000,
  limits: {},
  maxRequests: 1,
  login: null,
} satisfies Partial<CheckInput>;

export interface CheckView extends CheckInput {
  id: number;
  everySeconds: number;
  /** Came from the library, and no dry run has shown yet that it works. */
  needsDryRun: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export type CheckChanges = Changes<Omit<CheckInput, 'headers' | 'limits'>> & {
  headers?: MapChanges<string> | undefined;
  limits?: { [K in keyof CheckLimits]?: number | null | undefined } | undefined;
  /** Enables a check of the library although no dry run of it has succeeded. */
  insist?: boolean | undefined;
};

export async function listChecks(
  db: Kysely<Database>,
  filter: { integrationId?: number | undefined },
  page: Page,
): Promise<List<CheckView>> {
  const after = idAfter(page);
  const { integrationId } = filter;
  const rows = await db
    .selectFrom('checks')
    .selectAll()
    .$if(integrationId !== undefined, (query) => query.where('integration_id', '=', integrationId ?? 0))
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toView);
}

export async function getCheck(db: Kysely<Database>, id: number): Promise<CheckView> {
  return toView(await rowOf(db, id));
}

/** A saved check as a run takes it. @throws NotFound */
export function savedDefinition(db: Kysely<Database>, id: number): Promise<CheckDefinition> {
  return rowOf(db, id);
}

/** A check that is not saved, as a run takes it. @throws InvalidInput as when it is saved */
/** @param input without `processScriptId` where the code is given with the dry run */
export async function unsavedDefinition(
  db: Kysely<Database>,
  input: Omit<CheckInput, 'processScriptId'> & { processScriptId?: number | undefined },
): Promise<CheckDefinition> {
  const whole: CheckInput = { ...input, processScriptId: input.processScriptId ?? noScript };
  await validate(db, whole).catch((error: unknown) => {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.errors.map(({ path, message }) => ({ path: `check.${path}`, message })));
  });
  return definitionOf(whole);
}

/** A check's input as a run takes it, whether or not it may be saved. */
export const definitionOf = (input: CheckInput): CheckDefinition => ({ ...columns(input), ...json(input), id: null });

export async function createCheck(db: Kysely<Database>, input: CheckInput, now: Date): Promise<CheckView> {
  await validate(db, input);
  const { id } = await db
    .insertInto('checks')
    .values({ ...columns(input), ...stored(input), created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return getCheck(db, id);
}

/** Headers and limits merge by name; null takes one away. */
export async function updateCheck(
  db: Kysely<Database>,
  id: number,
  changes: CheckChanges,
  now: Date,
): Promise<CheckView> {
  await sql`select from checks where id = ${id} for no key update`.execute(db);
  const before = await getCheck(db, id);
  const { headers, limits, insist, ...rest } = changes;
  const input = {
    ...changed<Omit<CheckInput, 'headers' | 'limits'>>(before, rest),
    headers: changedMap(before.headers, headers),
    limits: changedMap(before.limits as Record<string, number>, changed<MapChanges<number>>({}, limits ?? {})),
  };
  await validate(db, input);
  if (input.enabled) refuseUntried(before, insist);
  await settleSweeps(db, before, input, now);
  await db
    .updateTable('checks')
    .set({
      ...columns(input),
      ...stored(input),
      needs_dry_run: before.needsDryRun && !input.enabled,
      updated_at: now,
    })
    .where('id', '=', id)
    .execute();
  const after = await getCheck(db, id);
  // A quicker cadence begins now, not when the slower one would have come round.
  const soon = new Date(now.getTime() + after.everySeconds * 1000);
  await sql`update check_offers set next_at = least(next_at, ${soon}::timestamptz) where check_id = ${id}`.execute(db);
  return after;
}

/** A check that is disabled asks nothing more; one that is under way keeps what its sweep is about. */
async function settleSweeps(db: Kysely<Database>, before: CheckView, after: CheckInput, now: Date): Promise<void> {
  const moved = before.integrationId !== after.integrationId || before.kind !== after.kind;
  const disabled = before.enabled && !after.enabled;
  if (!moved && !disabled) return;
  const running = await db
    .selectFrom('sweeps')
    .select('id')
    .where('check_id', '=', before.id)
    .where('state', '=', 'running')
    .execute();
  if (moved && running.length > 0) {
    throw new Conflict(`Sweep ${running[0]?.id} of check ${before.id} is under way: stop it before moving the check`);
  }
  if (!disabled) return;
  for (const { id } of running) await stopRunningSweep(db, id, now);
  // Nothing will ever show that it is well again.
  await db
    .updateTable('alerts')
    .set({ recovered_at: now })
    .where('check_id', '=', before.id)
    .where('recovered_at', 'is', null)
    .execute();
}

/** Deletes a check that never ran. @throws InUse where the journal has runs of it, Conflict while a sweep is under way */
export async function deleteCheck(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  await getCheck(db, id);
  const running = await db
    .selectFrom('sweeps')
    .select('id')
    .where('check_id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (running) throw new Conflict(`Sweep ${running.id} of check ${id} is under way: stop it first`);
  const run = await db.selectFrom('runs').select('id').where('check_id', '=', id).limit(1).executeTakeFirst();
  if (run) throw new InUse(`Check ${id} has runs in the journal; disable it instead (enabled: false)`);
  await deleteUnused('check', id, () => db.deleteFrom('checks').where('id', '=', id).execute());
  return { id };
}

async function rowOf(db: Kysely<Database>, id: number): Promise<Selectable<ChecksTable>> {
  const row = await db.selectFrom('checks').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('check', id);
  return row;
}

/** Stands where an unsaved check names no script. */
const noScript = 0;

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

async function validate(db: Kysely<Database>, input: CheckInput): Promise<void> {
  const { login } = input;
  const context: MacroContext = { kind: input.kind, batchSize: input.batchSize, login: login !== null, isPattern };
  const errors = requestErrors(input, context, '');
  // Its macros are parameters alone: it is asked before there is a batch, and one token serves all.
  if (login !== null) errors.push(...requestErrors(login, { ...context, onlyParams: true }, 'login.'));
  if (input.csv !== null && input.format !== 'csv') {
    errors.push({ path: 'csv', message: `goes with the format csv, not ${input.format}` });
  }
  if (input.charset !== null && !isCharset(input.charset)) {
    errors.push({ path: 'charset', message: `is not a known charset: ${input.charset}` });
  }
  if (errors.length > 0) throw new InvalidInput(errors);
  await requireRow(db, 'integrations', input.integrationId, 'integrationId');
  await requireRow(db, 'scripts', input.preprocessScriptId, 'preprocessScriptId');
  if (input.processScriptId !== noScript) {
    await requireRow(db, 'scripts', input.processScriptId, 'processScriptId');
  }
}

/** What is wrong with a request; `prefix` is put before the names of its fields. */
function requestErrors(
  { url, headers, fields }: Pick<CheckInput, 'url' | 'headers' | 'fields'>,
  context: MacroContext,
  prefix: '' | 'login.',
): InputError[] {
  const errors: InputError[] = [];
  const judge = (text: string, place: MacroPlace, path: string): void => {
    for (const { message } of checkMacros(text, place, context)) errors.push({ path, message });
  };
  judge(url, 'url', `${prefix}url`);
  if (!isHttpUrl(url)) {
    errors.push({ path: `${prefix}url`, message: `is not an http or https URL: ${url.slice(0, 200)}` });
  }
  for (const [index, { value }] of fields.entries()) judge(value, 'field', `${prefix}fields[${index}].value`);
  for (const [name, value] of Object.entries(headers)) {
    const path = `${prefix}headers.${name}`;
    if (!HEADER_NAME.test(name)) errors.push({ path, message: 'cannot be the name of a header' });
    if (UNSENDABLE.test(value)) errors.push({ path, message: 'holds a character that a header cannot carry' });
    judge(value, 'header', path);
  }
  return errors;
}

function isHttpUrl(text: string): boolean {
  // Any value will do for a macro: in the host stands at most a parameter, and that must be a host.
  const url = URL.parse(text.replace(/\{\{[^{}]*\}\}|\{[^{}]*\}/g, 'x'));
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '';
}

function isCharset(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

const columns = (input: CheckInput) => ({
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

const json = ({ headers, fields, csv, limits, login }: CheckInput) => ({
  headers,
  fields,
  csv,
  login,
  limits: changed<CheckLimits>({}, limits),
});

const stored = ({ headers, fields, csv, limits, login }: CheckInput) => ({
  headers: JSON.stringify(headers),
  fields: JSON.stringify(fields),
  csv: csv === null ? null : JSON.stringify(csv),
  login: login === null ? null : JSON.stringify(login),
  limits: JSON.stringify(limits),
});

const toView = (row: Selectable<ChecksTable>): CheckView => ({
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
