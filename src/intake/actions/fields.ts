import { encodeForm } from '../../../sandbox/contract/form.ts';
import type { Json } from '../../../sandbox/contract/job.ts';
import { expandText, expandValue, referencesOf, textOf, type Values } from '../templates.ts';
import { type Field, type FieldsAction, failed, type Step } from './action.ts';

/** Fields as one text. Empty ones are left out; an empty one that is required stops the operation. */
export function encodeFields({ type, fields }: FieldsAction, values: Values): Step {
  const filled = fields.map((field) => ({
    field,
    value: type === 'json' ? expandValue(field.value, values) : expandText(field.value, values),
  }));
  const input: Json = Object.fromEntries(filled.map(({ field, value }) => [field.name, value]));
  const missing = filled.filter(({ field, value }) => field.required && isEmpty(value)).map(({ field }) => field);
  if (missing.length > 0) return { input, end: fieldsMissing(missing) };
  const sent = filled.filter(({ value }) => !isEmpty(value)).map(({ field, value }) => [field.name, value] as const);
  // Names may repeat in a form, which an object could not say.
  const result =
    type === 'json'
      ? JSON.stringify(Object.fromEntries(sent))
      : sent.map(([name, value]) => encodeForm({ [name]: value })).join('&');
  return { input, end: { kind: 'done', result } };
}

const isEmpty = (value: Json): boolean => textOf(value).trim() === '';

export function fieldsMissing(fields: readonly Field[]) {
  const names = fields.map(({ name }) => name).join(', ');
  const because = fields.map(({ name, value }) => `${name} is ${value === '' ? 'not filled in' : value}`).join('; ');
  return failed('field_missing', `Nothing was sent: required and empty in this event: ${names} (${because}).`, {
    fields: names,
  });
}

/**
 * Required fields that are empty whatever the steps before will say: they show before anything is sent.
 */
export function emptyBeforehand({ fields }: FieldsAction, values: Values): Field[] {
  return fields.filter(
    ({ value, required }) =>
      required &&
      referencesOf(value).every(({ kind }) => kind === 'event' || kind === 'param') &&
      isEmpty(expandText(value, values)),
  );
}
