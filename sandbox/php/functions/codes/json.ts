/** `json_encode` and `json_decode`. */
import { fail } from '../../faults.ts';
import { PhpArray } from '../../values/array.ts';
import { isUtf8, toBytes, toText } from '../../values/bytes.ts';
import { exactFloat, readNumeric } from '../../values/number-text.ts';
import { isFloat, numberOf, PhpObject, Ref, type Slot, type Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { readJson } from './json-read.ts';

const messages: Record<number, string> = {
  0: 'No error',
  1: 'Maximum stack depth exceeded',
  2: 'State mismatch (invalid or malformed JSON)',
  3: 'Control character error, possibly incorrectly encoded',
  4: 'Syntax error',
  5: 'Malformed UTF-8 characters, possibly incorrectly encoded',
  6: 'Recursion detected',
  7: 'Inf and NaN cannot be JSON encoded',
  8: 'Type is not supported',
  9: 'The decoded property name is invalid',
  10: 'Single unpaired UTF-16 surrogate in unicode escape',
};

let lastError = 0;

class Stop {
  readonly code: number;
  constructor(code: number) {
    this.code = code;
  }
}

const plain = (slot: Slot): Value => (slot instanceof Ref ? (slot.v ?? null) : slot);

interface Writing {
  flags: number;
  depth: number;
  partial: (code: number, otherwise: string) => string;
}

const shortEscapes: Record<string, string> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
};
const hex = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;

function textOf(bytes: string, { flags, partial }: Writing): string {
  if (flags & 32) {
    const read = readNumeric(bytes);
    if (read?.whole) return isFloat(read.value) ? exactFloat(numberOf(read.value), 'e') : String(read.value);
  }
  let text = bytes;
  if (!isUtf8(bytes)) {
    if (flags & 2097152) text = toBytes(toText(bytes));
    else if (flags & 1048576) text = toBytes(toText(bytes).replaceAll('\ufffd', ''));
    else return partial(5, 'null');
  }
  const slashes = (flags & 64) !== 0;
  let out = toText(text).replace(/["\\\x00-\x1f/]/g, (letter) =>
    letter === '/' ? (slashes ? '/' : '\\/') : (shortEscapes[letter] ?? hex(letter.charCodeAt(0))),
  );
  if (flags & 1) out = out.replace(/[<>]/g, (letter) => hex(letter.charCodeAt(0)).toUpperCase().replace('\\U', '\\u'));
  if (flags & 2) out = out.replaceAll('&', '\\u0026');
  if (flags & 4) out = out.replaceAll("'", '\\u0027');
  if (flags & 8) out = out.replaceAll('\\"', '\\u0022');
  if (!(flags & 256)) return `"${out.replace(/[\u0080-\uffff]/g, (letter) => hex(letter.charCodeAt(0)))}"`;
  if (!(flags & 2048)) out = out.replace(/[\u2028\u2029]/g, (letter) => hex(letter.charCodeAt(0)));
  return `"${toBytes(out)}"`;
}

function write(v: Value, w: Writing, level: number, indent: string): string {
  const { flags } = w;
  if (v === null) return 'null';
  if (typeof v === 'boolean') return String(v);
  if (typeof v === 'string') return textOf(v, w);
  if (isFloat(v)) {
    const n = numberOf(v);
    if (!Number.isFinite(n)) return w.partial(7, '0');
    const text = exactFloat(n, 'e');
    return flags & 1024 && /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
  if (!(v instanceof PhpArray) && !(v instanceof PhpObject)) return String(v);
  if (level > w.depth)
    return level > 5_000 ? fail('Error', 'Maximum call stack size reached. Infinite recursion?') : w.partial(1, 'null');
  if (v instanceof PhpObject && v.cls.name === 'Closure') return w.partial(8, 'null');
  const list = v instanceof PhpArray && v.isList && !(flags & 16);
  const rows: [unknown, Value][] =
    v instanceof PhpArray
      ? v.entries()
      : [...(v.cls.properties?.(v) ?? v.props)].map(([name, slot]) => [name, plain(slot)]);
  if (rows.length === 0) return list ? '[]' : '{}';
  const inner = `${indent}    `;
  const pretty = (flags & 128) !== 0;
  const parts = rows.map(([key, value]) => {
    const text = write(value, w, level + 1, inner);
    const named = list ? text : `${textOf(String(key), { ...w, flags: flags & ~32 })}:${pretty ? ' ' : ''}${text}`;
    return pretty ? inner + named : named;
  });
  const [open, close] = list ? ['[', ']'] : ['{', '}'];
  return pretty ? `${open}\n${parts.join(',\n')}\n${indent}${close}` : open + parts.join(',') + close;
}

const throws = 4194304;

function encode(v: Value, flags = 0, depth = 512): Value {
  let error = 0;
  const w: Writing = {
    flags,
    depth,
    partial(code, otherwise) {
      error = code;
      if (flags & 512) return otherwise;
      throw new Stop(code);
    },
  };
  let text: Value;
  try {
    text = write(v, w, 1, '');
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    if (flags & throws) fail('JsonException', messages[thrown.code] as string, thrown.code);
    text = false;
  }
  if (!(flags & throws)) lastError = error;
  return text;
}

function decode(text: string, associative: boolean | null = null, depth = 512, flags = 0): Value {
  if (depth < 1) fail('ValueError', 'json_decode(): Argument #3 ($depth) must be greater than 0');
  const arrays = associative ?? (flags & 1) !== 0;
  const read =
    text === '' ? ({ ok: false, code: 4 } as const) : readJson(text, { arrays, depth, bigAsText: (flags & 2) !== 0 });
  if (read.ok) {
    if (!(flags & throws)) lastError = 0;
    return read.value;
  }
  if (flags & throws) fail('JsonException', messages[read.code] as string, read.code);
  lastError = read.code;
  return null;
}

export const json: Functions = {
  json_encode: ['mixed value,int flags=,int depth=', encode],
  json_decode: ['string json,?bool associative=,int depth=,int flags=', decode],
  json_last_error: ['', () => lastError],
  json_last_error_msg: ['', () => messages[lastError]],
};
