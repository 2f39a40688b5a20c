/** Encoding fields as `application/x-www-form-urlencoded`, the way PHP's forms and `http_build_query` nest. */
import type { Json } from './job.ts';

/**
 * `{ids: [1, 2], user: {name: 'Ян'}}` → `ids%5B%5D=1&ids%5B%5D=2&user%5Bname%5D=%D0%AF%D0%BD`.
 *
 * Lists repeat `name[]`; lists of lists or objects count (`name[0][id]`), since empty brackets could not tell where one
 * element ends. Null is left out, true is 1, false is 0.
 */
export function encodeForm(fields: Record<string, Json>): string {
  const pairs: string[] = [];
  for (const name of Object.keys(fields)) addField(pairs, name, fields[name]);
  return pairs.join('&');
}

function addField(pairs: string[], name: string, value: Json | undefined): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') {
    pairs.push(`${encodeFormText(name)}=${encodeFormText(formText(value))}`);
  } else if (Array.isArray(value)) {
    const nested = value.some((element) => typeof element === 'object' && element !== null);
    for (let i = 0; i < value.length; i++) addField(pairs, nested ? `${name}[${i}]` : `${name}[]`, value[i]);
  } else {
    for (const key of Object.keys(value)) addField(pairs, `${name}[${key}]`, value[key]);
  }
}

function formText(value: boolean | number | string): string {
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
}

/** Percent-encoding as forms have it: everything but letters, digits and `-_.`; a space is `+`. */
export function encodeFormText(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
