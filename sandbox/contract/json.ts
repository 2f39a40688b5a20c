import type { Json } from './job.ts';

/** JSON text as data; integers that a number would round stay the digits that were sent. @throws SyntaxError, RangeError */
export function parseKeepingDigits(text: string): Json {
  return /\d{16}/.test(text) ? JSON.parse(text, keepDigits as never) : JSON.parse(text);
}

function keepDigits(_name: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return /^-?\d+$/.test(source) ? source : value;
}
