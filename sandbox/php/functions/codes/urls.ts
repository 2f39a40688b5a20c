/** URLs and forms. */
import { fail } from '../../faults.ts';
import { PhpArray } from '../../values/array.ts';
import { str } from '../../values/convert.ts';
import { normalKey } from '../../values/keys.ts';
import { exactFloat } from '../../values/number-text.ts';
import { isFloat, numberOf, PhpObject, Ref, type Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { toHex } from './encodings.ts';

const percent = (byte: string): string => `%${toHex(byte).toUpperCase()}`;
export const rawEncode = (text: string): string => text.replace(/[^A-Za-z0-9\-._~]/g, percent);
export const formEncode = (text: string): string => text.replace(/[^A-Za-z0-9\-._ ]/g, percent).replaceAll(' ', '+');
const rawDecode = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
const formDecode = (text: string): string => rawDecode(text.replaceAll('+', ' '));

function buildQuery(data: Value, prefix = '', separator: string | null = null, type = 1): string {
  const encode = type === 2 ? rawEncode : formEncode;
  const pairs: string[] = [];
  const add = (v: Value, name: string, depth: number): void => {
    if (depth > 200) fail('Error', 'Nesting level too deep - recursive dependency?');
    if (v === null) return;
    if (v instanceof PhpArray || v instanceof PhpObject) {
      for (const [key, value] of rowsOf(v))
        add(
          value,
          name === '' ? (typeof key === 'string' ? key : prefix + String(key)) : `${name}[${String(key)}]`,
          depth + 1,
        );
      return;
    }
    const text = typeof v === 'boolean' ? (v ? '1' : '0') : isFloat(v) ? exactFloat(numberOf(v)) : str(v);
    pairs.push(`${nameText(name, encode)}=${encode(text)}`);
  };
  if (!(data instanceof PhpArray) && !(data instanceof PhpObject))
    return fail('TypeError', 'http_build_query(): Argument #1 ($data) must be of type array, string given');
  add(data, '', 0);
  return pairs.join(separator ?? '&');
}

const nameText = (name: string, encode: (text: string) => string): string => encode(name);

const rowsOf = (v: PhpArray | PhpObject): [unknown, Value][] =>
  v instanceof PhpArray
    ? v.entries()
    : [...(v.cls.properties?.(v) ?? v.props)].map(([key, slot]) => [
        key,
        slot instanceof Ref ? (slot.v ?? null) : slot,
      ]);

export function parseQuery(text: string): PhpArray {
  const out = PhpArray.empty();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = formDecode(at === -1 ? pair : pair.slice(0, at)).replace(/^ +/, '');
    const value = at === -1 ? '' : formDecode(pair.slice(at + 1));
    if (name !== '') put(out, name, value);
  }
  return out;
}

function put(out: PhpArray, name: string, value: string): void {
  const open = name.indexOf('[');
  const mangled = (text: string): string => text.replace(/[ .]/g, '_');
  if (open <= 0 || !name.includes(']', open)) {
    out.set(normalKey(open > 0 ? mangled(name).replace('[', '_') : mangled(name)), value);
    return;
  }
  let array = out;
  let key: string | null = mangled(name.slice(0, open));
  let rest = name.slice(open);
  for (let match = /^\[([^\]]*)\]/.exec(rest); match !== null; match = /^\[([^\]]*)\]/.exec(rest)) {
    const at = key === null ? array.nextKey : normalKey(key);
    if (!(array.get(at) instanceof PhpArray)) array.set(at, PhpArray.empty());
    array = array.inner(at) as PhpArray;
    key = match[1] === '' ? null : (match[1] as string);
    rest = rest.slice(match[0].length);
  }
  if (key === null) array.push(value);
  else array.set(normalKey(key), value);
}

interface Parts {
  scheme?: string;
  host?: string;
  port?: number;
  user?: string;
  pass?: string;
  path?: string;
  query?: string;
  fragment?: string;
}

function splitUrl(url: string): Parts | null {
  const parts: Parts = {};
  let rest = url.replace(/[\x00-\x1f\x7f]/g, '_');
  const hash = rest.indexOf('#');
  if (hash !== -1) {
    parts.fragment = rest.slice(hash + 1);
    rest = rest.slice(0, hash);
  }
  const mark = rest.indexOf('?');
  if (mark !== -1) {
    parts.query = rest.slice(mark + 1);
    rest = rest.slice(0, mark);
  }
  let authority: string | null = null;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(rest);
  if (scheme !== null && rest.startsWith('//', scheme[0].length)) {
    parts.scheme = scheme[1] as string;
    rest = rest.slice(scheme[0].length + 2);
    authority = '';
  } else if (rest.startsWith('//')) {
    rest = rest.slice(2);
    authority = '';
  } else if (scheme !== null && !/^\d{1,5}(?:\/|$)/.test(rest.slice(scheme[0].length))) {
    parts.scheme = scheme[1] as string;
    rest = rest.slice(scheme[0].length);
  } else if (scheme !== null) authority = '';
  if (authority !== null) {
    const slash = rest.indexOf('/');
    authority = slash === -1 ? rest : rest.slice(0, slash);
    rest = slash === -1 ? '' : rest.slice(slash);
    const at = authority.lastIndexOf('@');
    if (at !== -1) {
      const login = authority.slice(0, at);
      const colon = login.indexOf(':');
      parts.user = colon === -1 ? login : login.slice(0, colon);
      if (colon !== -1) parts.pass = login.slice(colon + 1);
      authority = authority.slice(at + 1);
    }
    const port = /:(\d*)$/.exec(authority);
    if (port !== null) {
      if (port[1] !== '') {
        parts.port = Number(port[1]);
        if (parts.port > 65535) return null;
      }
      authority = authority.slice(0, port.index);
    }
    if (authority === '' && parts.scheme !== 'file') return null;
    if (authority !== '') parts.host = authority;
  }
  if (rest !== '') parts.path = rest;
  return parts;
}

const order = ['scheme', 'host', 'port', 'user', 'pass', 'path', 'query', 'fragment'] as const;

function parseUrl(url: string, component = -1): Value {
  const parts = splitUrl(url);
  if (parts === null) return false;
  if (component !== -1)
    return component >= 0 && component < 8
      ? (parts[order[component] as keyof Parts] ?? null)
      : fail(
          'ValueError',
          `parse_url(): Argument #2 ($component) must be a valid URL component identifier, ${component} given`,
        );
  return PhpArray.fromEntries(
    order.filter((name) => parts[name] !== undefined).map((name) => [name, parts[name] as Value] as const),
  );
}

export const urls: Functions = {
  urlencode: ['string string', formEncode],
  rawurlencode: ['string string', rawEncode],
  urldecode: ['string string', formDecode],
  rawurldecode: ['string string', rawDecode],
  http_build_query: ['mixed data,string numeric_prefix=,?string arg_separator=,int encoding_type=', buildQuery],
  parse_str: [
    'string string,mixed &result',
    (text: string, result: Ref) => {
      result.v = parseQuery(text);
    },
  ],
  parse_url: ['string url,int component=', parseUrl],
};
