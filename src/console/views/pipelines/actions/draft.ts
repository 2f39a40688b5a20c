import type { Action } from '../../../api/intake.ts';
import type { ScriptLanguage } from '../../../editor/lint.ts';
import type { Pair } from '../../../parts/pairs.tsx';

export const actionTypes = ['form-urlencoded', 'json', 'http-request', 'script', 'create-lead', 'edit-lead'] as const;
export type ActionType = (typeof actionTypes)[number];

export interface FieldForm extends Pair {
  required: boolean;
  hint: string;
}

interface Common {
  /** Stays the same while actions change places. */
  key: string;
  name: string;
}
export type FieldsForm = Common & { type: 'form-urlencoded' | 'json'; fields: FieldForm[] };
export type RequestForm = Common & {
  type: 'http-request';
  method: string;
  url: string;
  headers: Pair[];
  body: 'previous' | 'own' | 'none';
  ownBody: string;
  success: 'status' | 'field';
  successField: string;
  equals: string;
  errorField: string;
  repeatable: boolean;
};
export type ScriptForm = Common & {
  type: 'script';
  scriptId: string;
  /** Null: as it is saved. */
  code: string | null;
  language: ScriptLanguage;
};
export type CreateLeadForm = Common & {
  type: 'create-lead';
  offerId: string;
  integrationId: string;
  extId: string;
  webmasterId: string;
  lead: Record<string, string>;
};
export type EditLeadForm = Common & {
  type: 'edit-lead';
  integrationId: string;
  by: 'extId' | 'leadId';
  id: string;
  statusText: string;
  /** Commissions stand as `cash.wm`. */
  edit: Record<string, string>;
};
export type ActionForm = FieldsForm | RequestForm | ScriptForm | CreateLeadForm | EditLeadForm;

export const leadFields = [
  'name',
  'phone',
  'country',
  'ip',
  'userAgent',
  'sub1',
  'sub2',
  'sub3',
  'sub4',
  'base',
  'counts',
  'currency',
] as const;
export const editFields = [
  'accept',
  'status',
  'reason',
  'comment',
  'hold',
  'track',
  'base',
  'counts',
  'curr',
  'goal',
  'cash.wm',
  'cash.pay',
  'cash.ref',
  'cash.cc',
] as const;

const previous = '{previous}';
const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
const texts = (values: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries((values ?? {}) as object).map(([name, value]) => [name, text(value)]));

/** What a new action begins as. */
export function newAction(type: ActionType, name: string, key: string): ActionForm {
  const beginnings: Record<ActionType, Record<string, unknown>> = {
    'form-urlencoded': { fields: [{ name: '', value: '' }] },
    json: { fields: [{ name: '', value: '' }] },
    'http-request': { method: 'POST', url: '', body: previous },
    script: {},
    'create-lead': { extId: '{event.id}', lead: { name: '{event.name}', phone: '{event.phone}' } },
    'edit-lead': { extId: '{event.id}', statusText: '{event.status}' },
  };
  return formOf({ type, name, ...beginnings[type] } as Action, key);
}

/** A name that no other action has. */
export function freeName(wanted: string, taken: readonly string[]): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted} ${count}`;
    if (!taken.includes(name)) return name;
  }
}

/** An action as it is edited. */
export function formOf(action: Action, key: string): ActionForm {
  const { name } = action;
  switch (action.type as ActionType) {
    case 'form-urlencoded':
    case 'json':
      return {
        key,
        name,
        type: action.type as 'json',
        fields: ((action['fields'] ?? []) as Partial<FieldForm>[]).map((field) => ({
          name: text(field.name),
          value: text(field.value),
          required: field.required ?? false,
          hint: text(field.hint),
        })),
      };
    case 'http-request': {
      const body = action['body'] as string | undefined;
      const success = action['success'] as { field: string; equals: unknown; error?: string } | undefined;
      return {
        key,
        name,
        type: 'http-request',
        method: text(action['method']),
        url: text(action['url']),
        headers: Object.entries(texts(action['headers'])).map(([header, value]) => ({ name: header, value })),
        body: body === undefined ? 'none' : body.trim() === previous ? 'previous' : 'own',
        ownBody: body?.trim() === previous ? '' : text(body),
        success: success ? 'field' : 'status',
        successField: text(success?.field),
        equals: text(success?.equals),
        errorField: text(success?.error),
        repeatable: action['repeatable'] === true,
      };
    }
    case 'script':
      return { key, name, type: 'script', scriptId: text(action['scriptId']), code: null, language: 'js' };
    case 'create-lead':
      return {
        key,
        name,
        type: 'create-lead',
        offerId: text(action['offerId']),
        integrationId: text(action['integrationId']),
        extId: text(action['extId']),
        webmasterId: text(action['webmasterId']),
        lead: texts(action['lead']),
      };
    case 'edit-lead': {
      const { cash, ...edit } = (action['edit'] ?? {}) as Record<string, unknown>;
      const commissions = Object.entries(texts(cash)).map(([party, value]) => [`cash.${party}`, value] as const);
      return {
        key,
        name,
        type: 'edit-lead',
        integrationId: text(action['integrationId']),
        by: action['leadId'] === undefined ? 'extId' : 'leadId',
        id: text(action['leadId'] ?? action['extId']),
        statusText: text(action['statusText']),
        edit: { ...texts(edit), ...Object.fromEntries(commissions) },
      };
    }
  }
}

const given = (values: Record<string, string>): [string, string][] =>
  Object.entries(values).filter(([, value]) => value.trim() !== '');
/** What is not chosen yet is left out, for the API to say that it is required. */
const chosen = (name: string, id: string) => (id === '' ? {} : { [name]: Number(id) });

/** The action as the API takes it. */
export function actionOf(form: ActionForm): Action {
  const { type } = form;
  const name = form.name.trim();
  switch (type) {
    case 'form-urlencoded':
    case 'json':
      return {
        type,
        name,
        fields: form.fields
          .filter((field) => field.name !== '' || field.value !== '')
          .map(({ name: field, value, required, hint }) =>
            Object.assign({ name: field, value }, required && { required }, hint !== '' && { hint }),
          ),
      };
    case 'http-request':
      return {
        type,
        name,
        method: form.method,
        url: form.url.trim(),
        headers: Object.fromEntries(
          form.headers
            .filter((header) => header.name.trim() !== '')
            .map((header) => [header.name.trim(), header.value]),
        ),
        ...(form.body !== 'none' && { body: form.body === 'previous' ? previous : form.ownBody }),
        ...(form.success === 'field' && {
          success: {
            field: form.successField,
            equals: form.equals,
            ...(form.errorField !== '' && { error: form.errorField }),
          },
        }),
        ...(form.repeatable && { repeatable: true }),
      };
    case 'script':
      return { type, name, ...chosen('scriptId', form.scriptId) };
    case 'create-lead':
      return {
        type,
        name,
        ...chosen('offerId', form.offerId),
        ...chosen('integrationId', form.integrationId),
        extId: form.extId,
        ...(form.webmasterId.trim() !== '' && {
          webmasterId: /^\d+$/.test(form.webmasterId.trim()) ? Number(form.webmasterId) : form.webmasterId,
        }),
        lead: Object.fromEntries(given(form.lead)),
      };
    case 'edit-lead': {
      const values = given(form.edit).map(([field, value]) => [field, plain(value.trim())] as const);
      const cash = values.flatMap(([field, value]) => (field.startsWith('cash.') ? [[field.slice(5), value]] : []));
      const edit = Object.fromEntries(values.filter(([field]) => !field.startsWith('cash.')));
      const whole = cash.length === 0 ? edit : { ...edit, cash: Object.fromEntries(cash) };
      return {
        type,
        name,
        ...chosen('integrationId', form.integrationId),
        [form.by]: form.id,
        ...(form.statusText.trim() !== '' && { statusText: form.statusText }),
        ...(Object.keys(whole).length > 0 && { edit: whole }),
      };
    }
  }
}

/** Numbers and yes or no are not texts to the rules of an edit. */
function plain(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d{1,9}$/.test(value) ? Number(value) : value;
}

/** Where the API speaks of a field of what was sent, the field of the form that it was: empty rows were left out. */
export function sentIndex(fields: readonly FieldForm[], index: number): number {
  return fields.slice(0, index).filter(({ name, value }) => name !== '' || value !== '').length;
}
