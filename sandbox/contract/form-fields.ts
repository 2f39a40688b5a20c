/**
 * A query string or form to data as PHP reads one: `a[k]` nests, `a[]` appends, a later value replaces an earlier one. Members
 * 0, 1, 2… are a list, any others an object. Every value is text. A field named `__proto__` is a field.
 */
import type { Json } from './job.ts';

const maxFields = 100_000;
const maxDepth = 64;

/** More than anybody means; the message goes on from "it". */
export class FormError extends Error {}

interface Branch {
  members: Map<string, Branch | string>;
  /** The index that `[]` takes next. */
  next: number;
}

/**
 * @param plain percent-decodes one name or value; `+` is a space
 * @param mostFields more of them are no form
 */
export function readFields(text: string, plain: (encoded: string) => string, mostFields = maxFields): Json {
  const root: Branch = { members: new Map(), next: 0 };
  const pairs = text
    .trim()
    .replace(/^\?/, '')
    .split('&', mostFields + 1);
  if (pairs.length > mostFields) throw new FormError(`has more than ${mostFields} fields`);
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = plain(equals === -1 ? pair : pair.slice(0, equals));
    if (name !== '') put(root, pathOf(name), plain(equals === -1 ? '' : pair.slice(equals + 1)));
  }
  return valueOf(root);
}

/** `a[b][]` → `['a', 'b', '']`; what is not closed is part of the name. */
function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0) return [name];
  const path = [name.slice(0, open)];
  let at = open;
  while (name[at] === '[') {
    const close = name.indexOf(']', at);
    if (close === -1) break;
    path.push(name.slice(at + 1, close));
    if (path.length > maxDepth) throw new FormError(`nests deeper than ${maxDepth} brackets`);
    at = close + 1;
  }
  return path.length === 1 ? [name] : path;
}

function put(root: Branch, path: string[], value: string): void {
  let branch = root;
  path.forEach((step, depth) => {
    const key = step === '' ? String(branch.next) : step;
    if (isIndex(key)) branch.next = Math.max(branch.next, Number(key) + 1);
    if (depth === path.length - 1) {
      branch.members.set(key, value);
      return;
    }
    let below = branch.members.get(key);
    if (below === undefined || typeof below === 'string') {
      below = { members: new Map(), next: 0 };
      branch.members.set(key, below);
    }
    branch = below;
  });
}

/** `007` is a name to PHP; and beyond what a number can count there is no next one. */
const isIndex = (key: string): boolean => /^(0|[1-9]\d{0,15})$/.test(key) && Number(key) < Number.MAX_SAFE_INTEGER;

function valueOf({ members }: Branch): Json {
  const entries = [...members].map(([key, member]): [string, Json] => [
    key,
    typeof member === 'string' ? member : valueOf(member),
  ]);
  if (entries.every(([key], index) => key === String(index))) return entries.map(([, value]) => value);
  // Without a prototype, a field named `__proto__` is a field.
  const object: { [key: string]: Json } = Object.create(null);
  for (const [key, value] of entries) object[key] = value;
  return object;
}
