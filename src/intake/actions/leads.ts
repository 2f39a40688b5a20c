import type { Transaction } from 'kysely';
import type { Json } from '../../../sandbox/contract/job.ts';
import { recognise } from '../../../sandbox/recognise/index.ts';
import type { Database } from '../../db/schema.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import { createLeads, type NewLead } from '../../leads/create.ts';
import { editLead } from '../../leads/edit-one.ts';
import { getLead, listLeads } from '../../leads/queries.ts';
import type { Scene } from '../scene.ts';
import { expandText, expandValue, textOf } from '../templates.ts';
import { type Action, type CreateLeadAction, type EditLeadAction, failed, type Step, type StepEnd } from './action.ts';

/** Registers a lead, so that status checks follow it. Where its external id is taken, the lead that has it is the result. */
export async function createLead(action: CreateLeadAction, scene: Scene): Promise<Step> {
  const { values, app } = scene;
  const text = (template: string | undefined): string | undefined =>
    template === undefined ? undefined : expandText(template, values).trim() || undefined;
  const extId = text(action.extId);
  const fields = Object.fromEntries(Object.entries(action.lead).map(([name, template]) => [name, text(template)]));
  const webmasterId = wholeNumber(
    typeof action.webmasterId === 'string' ? text(action.webmasterId) : action.webmasterId,
  );
  const input: Json = JSON.parse(
    JSON.stringify({ offerId: action.offerId, integrationId: action.integrationId, extId, webmasterId, ...fields }),
  );
  if (extId === undefined) {
    if (scene.mode === 'dry')
      return { input, end: { kind: 'not_sent', why: `${action.extId} is empty: nothing was sent that could answer` } };
    return {
      input,
      end: failed('ext_id_empty', `The lead was not created: its external id ${action.extId} is empty.`),
    };
  }
  if (webmasterId === null) {
    return { input, end: failed('invalid_field', `webmasterId ${action.webmasterId} is not an id.`) };
  }
  const { counts, ...rest } = fields;
  const lead: NewLead = {
    offerId: action.offerId,
    integrationId: action.integrationId,
    extId,
    webmasterId,
    ...rest,
    counts: counts === undefined ? undefined : Number(counts),
  };
  return {
    input,
    end: await within(scene, action, async (trx) => {
      const [created] = await createLeads(trx, [lead], app.clock.now(), 'ignore');
      if (!created) throw new Error('One lead was to be created and none came out');
      return { result: JSON.parse(JSON.stringify(created)), leadId: created.id };
    }),
  };
}

/** Edits the lead that an event is about, as a script would. A rule that refuses it is an outcome, not a failure. */
export async function editLeadBy(action: EditLeadAction, scene: Scene): Promise<Step> {
  const { values, app } = scene;
  const text = (template: string | undefined): string =>
    template === undefined ? '' : expandText(template, values).trim();
  const [leadId, extId, statusText] = [text(action.leadId), text(action.extId), text(action.statusText)];
  const asked = action.edit === undefined ? null : filled(action.edit, scene);
  const input: Json = {
    ...(action.leadId !== undefined && { leadId }),
    ...(action.extId !== undefined && { extId }),
    ...(action.statusText !== undefined && { statusText }),
    ...(asked && { edit: asked }),
  };
  const found = await findLead(action, leadId, extId, scene);
  if (!('id' in found)) return { input, end: found };
  let edit: unknown = asked ?? {};
  if (action.statusText !== undefined) {
    const mappings = scene.setup.mappings.get(action.integrationId) ?? new Map();
    const recognition = recognise(statusText, { kind: 'range', current: found.status, mappings });
    if (recognition.kind === 'recognised') edit = { ...recognition.edit, ...asked };
    else if (recognition.kind === 'unknown') {
      if (scene.mode !== 'dry') {
        const { now, origin } = originOf(scene);
        await app.db
          .transaction()
          .execute((trx) => editLead(trx, { leadId: found.id, edit: {}, origin, crmStatus: statusText, now }));
      }
      return {
        input,
        end: failed(
          'status_unrecognised',
          `"${statusText.slice(0, 100)}" is no status that is known: give the integration a mapping of it, and try again.`,
          { text: statusText.slice(0, 100) },
        ),
      };
    }
  }
  return {
    input,
    end: await within(scene, action, async (trx) => {
      const { now, origin } = originOf(scene);
      const { outcome, refusal, warnings, before, after } = await editLead(trx, {
        leadId: found.id,
        edit,
        origin,
        now,
        ...(statusText !== '' && { crmStatus: statusText }),
      });
      return {
        result: JSON.parse(JSON.stringify({ leadId: found.id, outcome, refusal, warnings, before, after })),
        leadId: null,
      };
    }),
  };
}

const originOf = ({ app, operationId }: Scene) => ({
  now: app.clock.now(),
  origin: { kind: 'pipeline' as const, ...(operationId !== null && { operationId }) },
});

/** Writes to the leads, and what became of it into the operation, both or neither. */
async function within(
  scene: Scene,
  action: Action,
  work: (trx: Transaction<Database>) => Promise<{ result: Json; leadId: number | null }>,
): Promise<StepEnd> {
  try {
    return { kind: 'done', result: await scene.progress.keepWith(action, work) };
  } catch (error) {
    if (error instanceof InvalidInput) {
      const message = error.errors
        .map(({ path, message: why }) => `${path.replace(/^\[0\]\.?/, '')} ${why}`.trim())
        .join('; ');
      return failed('invalid_field', `The lead was not written: ${message}`);
    }
    if (error instanceof Conflict) return failed('conflict', error.message);
    throw error;
  }
}

async function findLead(
  { integrationId }: EditLeadAction,
  leadId: string,
  extId: string,
  { app }: Scene,
): Promise<{ id: number; status: number } | (StepEnd & { kind: 'failed' })> {
  const none = (what: string) =>
    failed('lead_not_found', `Integration ${integrationId} has no lead with ${what}.`) as StepEnd & { kind: 'failed' };
  if (leadId !== '') {
    const id = wholeNumber(leadId);
    const lead = id ? await getLead(app.db, id).catch(() => null) : null;
    return lead && lead.integrationId === integrationId ? lead : none(`the id ${leadId.slice(0, 40)}`);
  }
  if (extId === '')
    return failed('ext_id_empty', 'The event names no lead: its external id is empty.') as StepEnd & { kind: 'failed' };
  const { items } = await listLeads(app.db, { integrationId, extId }, { limit: 2 });
  const [lead, other] = items;
  if (!lead) return none(`the external id "${extId.slice(0, 100)}"`);
  if (other)
    return failed(
      'lead_ambiguous',
      `Leads of several offers have the external id "${extId.slice(0, 100)}": name the lead by its id.`,
    ) as StepEnd & { kind: 'failed' };
  return lead;
}

/** The edit with its templates filled; what comes out empty is not given. */
function filled(edit: { [field: string]: Json }, scene: Scene): { [field: string]: Json } {
  return Object.fromEntries(
    Object.entries(edit).flatMap(([name, value]): [string, Json][] => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        const inner = filled(value, scene);
        return Object.keys(inner).length === 0 ? [] : [[name, inner]];
      }
      const given = typeof value === 'string' ? expandValue(value, scene.values) : value;
      return textOf(given).trim() === '' ? [] : [[name, given]];
    }),
  );
}

/** Undefined stays so; null where it is no whole number. */
function wholeNumber(value: number | string | undefined): number | null | undefined {
  if (value === undefined || typeof value === 'number') return value;
  return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : null;
}
