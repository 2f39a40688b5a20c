/**
 * A query string to data as PHP reads one: `a[k]` nests, `a[]` appends, a later value replaces an earlier one. Members 0, 1,
 * 2… are a list, any others an object. Every value is text.
 */
import type { Json } from '../../../sandbox/contract/job.ts';
import { DecodeError } from './decode-error.ts';

const maxFields = 100_000;
const maxDepth = 64;

interface Branch {
  members: Map<string, Branch | string>;
  /** The index that `[]` takes next. */
  next: number;
}

export function readForm(text: string): Json {
  const root: Branch = { members: new Map(), next: 0 };
  const pairs = text
    .trim()
    .replace(/^\?/, '')
    .split('&', maxFields + 1);
  if (pairs.length > maxFields) throw new DecodeError(`it has more than ${maxFields} fields`);
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = plain(equals === -1 ? pair : pair.slice(0, equals));
    if (name !== '') put(root, pathOf(name), plain(equals === -1 ? '' : pair.slice(equals + 1)));
  }
  return valueOf(root);
}

function plain(encoded: string): string {
  const text = encoded.replaceAll('+', ' ');
  try {
    return decodeURIComponent(text);
  } catch {
    // One broken escape spoils itself alone.
    return text.replace(/(?:%[\da-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString());
  }
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
    if (path.length > maxDepth) throw new DecodeError(`it nests deeper than ${maxDepth} brackets`);
    at = close + 1;
  }
  return path.length === 1 ? [name] : path;
}

function put(root: Branch, path: string[], value: string): void {
  let branch = root;
  path.forEach((step, depth) => {
    const key = step === '' ? String(branch.next) : step;
    if (/^\d{1,9}$/.test(key)) branch.next = Math.max(branch.next, Number(key) + 1);
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
