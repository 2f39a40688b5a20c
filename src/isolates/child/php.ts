/**
 * PHP's `serialize` format to data, read byte by byte, since its lengths count bytes of the CRM's charset. An array with
 * keys 0, 1, 2… is a list, any other array and an object are objects. No class is ever made.
 */
import type { Json } from '../../../sandbox/contract/job.ts';
import { DecodeError } from './decode-error.ts';

const maxDepth = 200;
/** That of UTF-8. */
const byteOrderMark = '\xef\xbb\xbf';

export function readPhp(body: Uint8Array, textOf: (part: Uint8Array) => string): Json {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let at = 0;

  const fail = (what: string): never => {
    throw new DecodeError(`${what} at byte ${at + 1}`);
  };
  const expect = (text: string): void => {
    if (bytes.toString('latin1', at, at + text.length) !== text) fail(`\`${text}\` is missing`);
    at += text.length;
  };
  const until = (end: string): string => {
    const stop = bytes.indexOf(end, at);
    // No number is longer than that.
    if (stop === -1 || stop - at > 40) fail(`\`${end}\` is missing`);
    const text = bytes.toString('latin1', at, stop);
    at = stop + end.length;
    return text;
  };
  const length = (end: string): number => {
    const text = until(end);
    if (!/^\d{1,9}$/.test(text)) fail('a length is missing');
    return Number(text);
  };
  const string = (): string => {
    const size = length(':');
    expect('"');
    if (at + size > bytes.length) fail('the text is cut short');
    const text = textOf(bytes.subarray(at, at + size));
    at += size;
    expect('"');
    return text;
  };
  const integer = (): number | string => {
    const text = until(';');
    if (!/^-?\d+$/.test(text)) fail('an integer is missing');
    return Number.isSafeInteger(Number(text)) ? Number(text) : text;
  };
  const members = (depth: number): Json => {
    const count = length(':');
    expect('{');
    const entries: [string, Json][] = [];
    let isList = true;
    for (let i = 0; i < count; i++) {
      const key = value(depth + 1);
      if (typeof key !== 'number' && typeof key !== 'string') return fail('a key is missing');
      isList &&= key === i;
      // Private and protected properties carry their class between NULs.
      const name = String(key).replace(/^\0[^\0]*\0/, '');
      entries.push([name, value(depth + 1)]);
    }
    expect('}');
    if (isList) return entries.map(([, element]) => element);
    const object: { [key: string]: Json } = Object.create(null);
    for (const [name, element] of entries) object[name] = element;
    return object;
  };

  function value(depth: number): Json {
    if (depth > maxDepth) fail('it is nested too deeply');
    const type = bytes.toString('latin1', at, at + 2);
    at += 2;
    switch (type) {
      case 'N;':
        return null;
      case 'b:':
        return until(';') === '1';
      case 'i:':
        return integer();
      case 'd:': {
        const number = Number(until(';'));
        return Number.isFinite(number) ? number : null;
      }
      case 's:': {
        const text = string();
        expect(';');
        return text;
      }
      case 'a:':
        return members(depth);
      case 'O:':
        string();
        expect(':');
        return members(depth);
      default:
        at -= 2;
        return fail('there is no value');
    }
  }

  if (bytes.toString('latin1', 0, byteOrderMark.length) === byteOrderMark) at = byteOrderMark.length;
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at++;
  const result = value(0);
  if (bytes.toString('latin1', at).trim() !== '') fail('something follows the value');
  return result;
}
