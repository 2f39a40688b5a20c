/** Reading back what a preprocessing script made of the request, whatever it put there. */
import { kindOf } from './faults.ts';
import { create, isArray, keys, stringifyJson, TheTypeError, toText } from './primordials.ts';

interface RequestGlobals {
  $url: unknown;
  $method: unknown;
  $headers: unknown;
  $fields: unknown;
}

/** `ScriptRequest` as JSON text. Runs getters of the script. @throws TypeError naming the variable that will not do */
export function readRequest(): string {
  const { $url, $method, $headers, $fields } = globalThis as unknown as RequestGlobals;
  const url = stringifyJson(textIn('$url', $url));
  const method = stringifyJson(textIn('$method', $method));
  return `{"url":${url},"method":${method},"headers":${headersText($headers)},"fields":${fieldsText($fields)}}`;
}

function textIn(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TheTypeError(`${name} must be a text, not ${kindOf(value)}`);
  return value;
}

function headersText(value: unknown): string {
  if (typeof value !== 'object' || value === null || isArray(value)) {
    throw new TheTypeError(`$headers must be an object, not ${kindOf(value)}`);
  }
  const headers: Record<string, string> = create(null);
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const header = (value as Record<string, unknown>)[name];
    // Deleting a header and setting it to nothing come to the same.
    if (header === null || header === undefined) continue;
    headers[name] = typeof header === 'number' ? toText(header) : textIn(`$headers["${name}"]`, header);
  }
  return stringifyJson(headers);
}

function fieldsText(value: unknown): string {
  if (typeof value === 'string') return stringifyJson(value);
  if (typeof value !== 'object' || value === null || isArray(value)) {
    throw new TheTypeError(`$fields must be an object or a text, not ${kindOf(value)}`);
  }
  const text = stringifyJson(value);
  if (text === undefined || (text[0] !== '{' && text[0] !== '"')) {
    throw new TheTypeError('$fields cannot be written as data');
  }
  return text;
}
