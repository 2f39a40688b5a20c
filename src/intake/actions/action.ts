import type { Json } from '../../../sandbox/contract/job.ts';
import type { OperationError } from '../../db/schema/intake.ts';

export interface Field {
  name: string;
  /** A template. */
  value: string;
  /** Nothing is sent where it comes out empty; any other field is left out then. */
  required?: boolean | undefined;
  /** For people: where the value is found. */
  hint?: string | undefined;
}

/** Names and values as one text, in the encoding of forms or as a JSON object. */
export interface FieldsAction {
  type: 'form-urlencoded' | 'json';
  name: string;
  fields: Field[];
}

export interface HttpRequestAction {
  type: 'http-request';
  name: string;
  method: string;
  /** Templates, also in the values of headers. */
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  /** What counts as success beside a status of 2xx: a field of the answer with that value; `error` is the field that says why not. */
  success?: { field: string; equals: string | number | boolean; error?: string | undefined } | undefined;
  /** The request may be sent again although the other side may have had it. */
  repeatable?: boolean | undefined;
}

export interface ScriptAction {
  type: 'script';
  name: string;
  scriptId: number;
}

/** Fields of a lead that a pipeline fills, as templates. */
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

export interface CreateLeadAction {
  type: 'create-lead';
  name: string;
  offerId: number;
  integrationId?: number | undefined;
  extId: string;
  webmasterId?: number | string | undefined;
  lead: Partial<Record<string, string>>;
}

export interface EditLeadAction {
  type: 'edit-lead';
  name: string;
  integrationId: number;
  leadId?: string | undefined;
  extId?: string | undefined;
  /** An edit as a script gives it; its texts are templates. */
  edit?: { [field: string]: Json } | undefined;
  /** The CRM's own words for a status, recognised as scripts recognise them. */
  statusText?: string | undefined;
}

export type Action = FieldsAction | HttpRequestAction | ScriptAction | CreateLeadAction | EditLeadAction;

/** How one step ended. */
export type StepEnd =
  | { kind: 'done'; result: Json }
  /** A script has seen enough. */
  | { kind: 'stopped'; why: string }
  /** In a test that sends nothing. */
  | { kind: 'not_sent'; why?: string }
  | {
      kind: 'failed';
      error: Omit<OperationError, 'step'>;
      /** What came back, where something did. */
      result?: Json;
      /** The same may go well later: after so many milliseconds at least. */
      again?: { afterMs: number };
    };

/** A step as it went: what it was given, as far as people may see it, and its end. */
export interface Step {
  input: Json;
  end: StepEnd;
}

export const failed = (code: string, message: string, params?: Record<string, string | number>): StepEnd => ({
  kind: 'failed',
  error: { code, message, ...(params && { params }) },
});
