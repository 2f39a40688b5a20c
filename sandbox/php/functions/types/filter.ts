/** `filter_var`. */
import { PhpArray } from '../../values/array.ts';
import { str } from '../../values/convert.ts';
import { readNumeric } from '../../values/number-text.ts';
import { Float, float, int, isInt, numberOf, PhpObject, type Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { compilePattern } from '../preg/pattern.ts';

const nullOnFailure = 134217728;
type Check = (text: string, flags: number, options: PhpArray | null) => Value | undefined;

const integer: Check = (text, flags, options) => {
  const trimmed = text.trim();
  let n: Value | undefined;
  if (/^[+-]?(?:0|[1-9][0-9]{0,18})$/.test(trimmed)) n = int(BigInt(trimmed.replace('+', '')));
  else if (flags & 2 && /^0x[0-9a-f]{1,16}$/i.test(trimmed)) n = int(BigInt(trimmed));
  else if (flags & 1 && /^0o?[0-7]+$/i.test(trimmed)) n = int(BigInt(`0o${trimmed.replace(/^0o?/i, '')}`));
  if (n === undefined || n instanceof Float) return undefined;
  const [least, most] = [options?.get('min_range'), options?.get('max_range')];
  const value = numberOf(n as number | bigint);
  if (least !== undefined && value < Number(str(least))) return undefined;
  return most !== undefined && value > Number(str(most)) ? undefined : n;
};

const real: Check = (text, flags, options) => {
  let trimmed = text.trim();
  const point = options?.get('decimal');
  if (flags & 8192) trimmed = trimmed.replace(/,(?=\d{3})/g, '');
  if (point !== undefined) trimmed = trimmed.replace(str(point), '.');
  const read = readNumeric(trimmed);
  if (read === null || !read.whole || !/^[+-]?(?:\d|\.\d)/.test(trimmed)) return undefined;
  const n = numberOf(read.value as number | bigint | Float);
  const [least, most] = [options?.get('min_range'), options?.get('max_range')];
  if (least !== undefined && n < Number(str(least))) return undefined;
  if (most !== undefined && n > Number(str(most))) return undefined;
  return float(n);
};

const boolean: Check = (text, flags) => {
  const word = text.trim().toLowerCase();
  if (['1', 'true', 'on', 'yes'].includes(word)) return true;
  if (['0', 'false', 'off', 'no', ''].includes(word)) return false;
  return flags & nullOnFailure ? undefined : false;
};

const email: Check = (text) => {
  const match =
    /^([^@\s"(),:;<>[\\\]]+)@([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+)$/.exec(
      text,
    );
  if (match === null || /[^\x21-\x7e]/.test(text)) return undefined;
  const [, local = '', domain = ''] = match;
  if (local.length > 64 || domain.length > 253 || /^\.|\.\.|\.$/.test(local)) return undefined;
  return text;
};

function isIpv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/.test(text);
}

function isIpv6(text: string): boolean {
  if (!/^[0-9A-Fa-f:.]+$/.test(text) || (text.match(/::/g) ?? []).length > 1 || /:::/.test(text)) return false;
  let rest = text;
  const tail = /(?:^|:)(\d+\.\d+\.\d+\.\d+)$/.exec(rest);
  if (tail !== null) {
    if (!isIpv4(tail[1] as string)) return false;
    rest = `${rest.slice(0, rest.length - (tail[1] as string).length)}0:0`;
  }
  const [head = '', end] = rest.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const all = [...groups(head), ...groups(end ?? '')];
  if (!all.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  return end === undefined ? all.length === 8 : all.length < 8;
}

const address: Check = (text, flags) => {
  const [four, six] = [isIpv4(text), isIpv6(text)];
  const wanted = flags & (1048576 | 2097152);
  if (!(four && (wanted === 0 || wanted & 1048576)) && !(six && (wanted === 0 || wanted & 2097152))) return undefined;
  if (flags & 8388608 && (/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(text) || /^f[cd]/i.test(text)))
    return undefined;
  if (
    flags & 4194304 &&
    (/^(?:0\.|127\.|169\.254\.|2[4-5]\d\.)/.test(text) || /^(?:::1?$|fe[89ab]|2001:db8)/i.test(text))
  )
    return undefined;
  return text;
};

const url: Check = (text) => {
  const match =
    /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:[^\s/?#@]*@)?([^\s/?#:]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:[/?#][\x21-\x7e]*)?$/.exec(
      text,
    );
  if (match === null) return /^(?:mailto|news|file):[\x21-\x7e]+$/.test(text) ? text : undefined;
  const [, scheme = '', name = ''] = match;
  if (
    /^https?$/i.test(scheme) &&
    !name.startsWith('[') &&
    !/^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?)+$/.test(name)
  )
    return undefined;
  return text;
};

const checks: Record<number, Check> = {
  257: integer,
  258: boolean,
  259: real,
  272(text, _flags, options) {
    const compiled = compilePattern(str(options?.get('regexp') ?? ''));
    return compiled.ok && compiled.on(text)?.find(0) ? text : undefined;
  },
  273: url,
  274: email,
  275: address,
  277: (text, flags) =>
    text.length > 0 &&
    text.length <= 253 &&
    (!(flags & 1048576) || /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?)+$/.test(text))
      ? text
      : undefined,
  513: (text) =>
    text
      .replace(/<[^>]*>?/g, '')
      .replaceAll('"', '&#34;')
      .replaceAll("'", '&#39;'),
  515: (text) => text.replace(/[\x00-\x1f"&'<>]/g, (letter) => `&#${letter.charCodeAt(0)};`),
  516: (text) => text,
  517: (text) => text.replace(/[^A-Za-z0-9!#$%&'*+/=?^_`{|}~@.[\]-]/g, ''),
  518: (text) => text.replace(/[^\x21-\x7e]/g, ''),
  519: (text) => text.replace(/[^0-9+-]/g, ''),
  520: (text, flags) =>
    text.replace(
      new RegExp(`[^0-9+-${flags & 4096 ? '.' : ''}${flags & 8192 ? ',' : ''}${flags & 16384 ? 'eE' : ''}]`, 'g'),
      '',
    ),
  522: (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#039;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;'),
};

function filter(v: Value, id = 516, given: Value = null): Value {
  const set = given instanceof PhpArray ? given : null;
  const inner = set?.get('options');
  const options = inner instanceof PhpArray ? inner : null;
  const flags = Number(set === null ? (isInt(given) ? given : 0) : (set.get('flags') ?? 0));
  const failed = options?.get('default') ?? (flags & nullOnFailure ? null : false);
  if (v instanceof PhpArray) {
    if (!(flags & (16777216 | 67108864))) return failed;
    return PhpArray.fromEntries(v.entries().map(([key, value]) => [key, filter(value, id, given)] as const));
  }
  if (v instanceof PhpObject && v.cls.toText === undefined) return failed;
  const check = checks[id];
  if (check === undefined) return false;
  return check(str(v), flags, options) ?? failed;
}

export const filters: Functions = {
  filter_var: ['mixed value,int filter=,mixed options=', filter],
};
