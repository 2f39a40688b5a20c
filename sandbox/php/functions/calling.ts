/** Calling by callable, constants by name, and what says where the script runs. */
import { fail } from '../faults.ts';
import { host } from '../host.ts';
import { type Callable, callNamed, callWith } from '../language/calls.ts';
import { PhpArray } from '../values/array.ts';
import { float, type Value } from '../values/value.ts';
import { constantNamed } from './constants.ts';
import type { Functions } from './define.ts';
import { findOwnConstant } from './own-constants.ts';

function versionParts(version: string): (string | number)[] {
  return version
    .replace(/[-_+]/g, '.')
    .replace(/(\d)([^\d.])/g, '$1.$2')
    .replace(/([^\d.])(\d)/g, '$1.$2')
    .split('.')
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

const forms = ['dev', 'alpha', 'beta', 'RC', '#', 'pl'];
const short: Record<string, string> = { a: 'alpha', b: 'beta', rc: 'RC', p: 'pl' };

function formOrder(part: string | number | undefined): number {
  if (part === undefined || typeof part === 'number') return 4;
  const name = short[part] ?? part;
  return forms.findIndex((form) => form !== '#' && name.startsWith(form));
}

function compareVersions(a: string, b: string): number {
  const [x, y] = [versionParts(a), versionParts(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [m, n] = [x[i], y[i]];
    let by: number;
    if (typeof m === 'number' && typeof n === 'number') by = m - n;
    else if (m === undefined) by = typeof n === 'number' ? -1 : formOrder('#') - formOrder(n) || -1;
    else if (n === undefined) by = typeof m === 'number' ? 1 : formOrder(m) - 4 || 1;
    else by = formOrder(m) - formOrder(n);
    if (by !== 0) return by < 0 ? -1 : 1;
  }
  return 0;
}

const operators: Record<string, (by: number) => boolean> = {
  '<': (by) => by < 0,
  lt: (by) => by < 0,
  '<=': (by) => by <= 0,
  le: (by) => by <= 0,
  '>': (by) => by > 0,
  gt: (by) => by > 0,
  '>=': (by) => by >= 0,
  ge: (by) => by >= 0,
  '==': (by) => by === 0,
  eq: (by) => by === 0,
  '!=': (by) => by !== 0,
  '<>': (by) => by !== 0,
  ne: (by) => by !== 0,
};

export const calling: Functions = {
  call_user_func: ['callable callback,mixed ...args', (f: Callable, ...args: Value[]) => callWith(f, args)],
  call_user_func_array: [
    'callable callback,array args',
    (f: Callable, args: PhpArray) => {
      const positional: Value[] = [];
      const named: [string, Value][] = [];
      for (const [key, value] of args.entries()) {
        if (typeof key === 'string') named.push([key, value]);
        else positional.push(value);
      }
      return named.length === 0 ? callWith(f, positional) : callNamed(f, positional, named);
    },
  ],
  constant: [
    'string name',
    (name: string) => {
      const found = findOwnConstant(name) ?? constantNamed(name);
      return found === undefined ? fail('Error', `Undefined constant "${name}"`) : found;
    },
  ],
  defined: ['string constant_name', (name: string) => (findOwnConstant(name) ?? constantNamed(name)) !== undefined],
  version_compare: [
    'string version1,string version2,?string operator=',
    (a: string, b: string, operator?: string | null) => {
      const by = compareVersions(a, b);
      if (operator === undefined || operator === null) return by;
      if (!Object.hasOwn(operators, operator))
        fail('ValueError', 'version_compare(): Argument #3 ($operator) must be a valid comparison operator');
      return operators[operator]?.(by);
    },
  ],
  phpversion: ['?string extension=', () => '8.2.0'],
  php_sapi_name: ['', () => 'cli'],
  memory_get_usage: ['bool real_usage=', () => 2097152],
  memory_get_peak_usage: ['bool real_usage=', () => 2097152],
  error_reporting: ['?int error_level=', () => 32767],
  set_time_limit: ['int seconds', () => true],
  gc_collect_cycles: ['', () => 0],
  extension_loaded: [
    'string extension',
    (name: string) =>
      ['json', 'mbstring', 'iconv', 'pcre', 'simplexml', 'ctype', 'date', 'hash', 'standard', 'filter'].includes(
        name.toLowerCase(),
      ),
  ],
  uniqid: [
    'string prefix=,bool more_entropy=',
    (prefix = '', more = false) => {
      const micro = Math.floor(host.random() * 1_000_000);
      const id = prefix + Math.floor(host.now).toString(16).padStart(8, '0') + micro.toString(16).padStart(5, '0');
      return more ? `${id}.${String(Math.floor(host.random() * 1e8)).padStart(8, '0')}` : id;
    },
  ],
  spl_object_id: ['mixed object', (v: { id?: number }) => v.id ?? 0],
  microtime: [
    'bool as_float=',
    (asFloat = false) => (asFloat ? float(host.now) : `0.00000000 ${Math.floor(host.now)}`),
  ],
  hrtime: [
    'bool as_number=',
    (asNumber = false) => (asNumber ? Math.floor(host.now) * 1_000_000_000 : PhpArray.of([Math.floor(host.now), 0])),
  ],
};
