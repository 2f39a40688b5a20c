/** `$core`: the core that scripts in every language have, with its names as PHP writes them. */
import { Exit, fail } from '../faults.ts';
import { atKey } from '../language/access.ts';
import { callable, callWith } from '../language/calls.ts';
import { pairsOf } from '../language/loops.ts';
import { fromJson, PhpArray } from '../values/array.ts';
import { toBytes, toText } from '../values/bytes.ts';
import { objectText, str } from '../values/convert.ts';
import { Float, type Method, PhpObject, Ref, type Value } from '../values/value.ts';

type Call = (...args: unknown[]) => unknown;
export type CoreLike = { readonly [name: string]: Call | CoreLike };
/** Calls `fn` for one row, as `$core.each` does: what it throws spoils that row alone. */
export type OneRow = (row: unknown, key: number | string, fn: (row: unknown, key: number | string) => unknown) => void;

/** Deeper data than any answer or edit has; what holds itself has no end. */
const maxDepth = 200;

/** Calls that take more than a change of values; every other call of the core is there without being named. */
const special: { readonly [path: string]: ((call: Call, args: Value[]) => Value) | undefined } = Object.assign(
  Object.create(null) as object,
  {
    'lead.edit': (call: Call, [id = null, edit = null]: Value[]): Value => fromJson(call(toJs(id, 0), editOf(edit))),
  },
);

/** An edit as data. Those scripts were told to add slashes to a comment for a database that took them off. */
function editOf(edit: Value): unknown {
  const fields = edit instanceof PhpArray ? toRecord(edit, 0) : toJs(edit, 0);
  if (typeof fields === 'object' && fields !== null && 'comment' in fields) fields.comment = unslashed(fields.comment);
  return fields;
}

/** What the calls of `$core->lead` that stand in the text of a script go to. */
export interface LeadCalls {
  editLead(id: unknown, edit: Record<string, unknown>): Value;
  editLeadBy(id: unknown, edit: Value): Value;
  tellLead(name: string, id: unknown, text?: unknown): Value;
}

export function leadCalls(core: () => CoreLike): LeadCalls {
  const call = (name: string): Call => (core()['lead'] as CoreLike)[name] as Call;
  let edit: Call | null = null;
  return {
    editLead(id, given) {
      edit ??= call('edit');
      try {
        return edit(id, given) as boolean;
      } catch (thrown) {
        return refused(thrown);
      }
    },
    editLeadBy: (id, given) => guarded(() => fromJson(call('edit')(id, editOf(given)))),
    tellLead: (name, id, ...text) => guarded(() => fromJson(call(name)(id, ...text))),
  };
}

/** A value as data. */
export const js = (v: Value): unknown => (typeof v === 'number' ? v : typeof v === 'string' ? toText(v) : toJs(v, 0));

/** `$container['key']` as data, which it mostly is already. */
export function jsAt(container: Value, key: string): unknown {
  if (container instanceof PhpArray && container.object !== null) {
    const found = container.object[key];
    if (typeof found === 'string' ? found.isWellFormed() : typeof found === 'number' || typeof found === 'boolean')
      return found;
    if (found instanceof Float) return found.n;
  }
  return js(atKey(container, key));
}

/** `$container['key']` in characters, where that is a text or a small int as it came in JSON; else undefined. */
export function textAt(container: Value, key: string): string | undefined {
  if (!(container instanceof PhpArray) || container.object === null) return undefined;
  const found = container.object[key];
  if (typeof found === 'string') return found.isWellFormed() ? found : undefined;
  return typeof found === 'number' && Object.is(found, found | 0) ? `${found}` : undefined;
}

export const unslashed = (given: unknown): unknown =>
  typeof given === 'string' && given.includes('\\') ? unslash(given) : given;

const unslash = (text: string): string =>
  text.replace(/\\(?:0|([^]?))/g, (all, letter?: string) => (all === '\\0' ? '\0' : (letter ?? '')));

export function coreObject(core: CoreLike, oneRow: OneRow): PhpObject {
  const each: Method = (_self, [rows = null, fn = null]) => {
    const body = callable(fn);
    let exit: Exit | null = null;
    const callRow = (row: Value, key: Value): void => {
      try {
        callWith(body, [row, key]);
      } catch (thrown) {
        if (!(thrown instanceof Exit)) throw thrown;
        exit = thrown;
      }
    };
    for (const [key, row] of rows === null ? [] : pairsOf(rows)) {
      const shown = typeof key === 'number' ? key : toText(str(key));
      oneRow(row, shown, () => callRow(row, key));
      // It ends the script, and spoils no row.
      if (exit !== null) throw exit;
    }
    return null;
  };
  return node('Core', core, '', new Map([['each', each]]));
}

function node(name: string, from: CoreLike, path: string, more: ReadonlyMap<string, Method> = new Map()): PhpObject {
  const inner = new Map<string, PhpObject>();
  let methods: Map<string, Method> | null = null;
  return new PhpObject({
    name,
    parent: null,
    // Made when a method is first called: most scripts call those of the lead alone, which go another way.
    get methods() {
      methods ??= new Map([...methodsOf(from, path), ...more]);
      return methods;
    },
    get(_self, key) {
      const member = Object.hasOwn(from, key) ? (from[key] as Call | CoreLike) : undefined;
      if (member === undefined || typeof member === 'function') return undefined;
      const made = inner.get(key) ?? node(`${name}.${key}`, member, `${path}${key}.`);
      inner.set(key, made);
      return made;
    },
    set: (_self, key) => fail('Error', `Cannot modify readonly property ${name}::$${key}`),
    properties: () => new Map(),
  });
}

function* methodsOf(from: CoreLike, path: string): Generator<[string, Method]> {
  for (const key of Object.keys(from)) {
    const member = from[key] as Call | CoreLike;
    if (typeof member !== 'function') continue;
    const own = special[path + key];
    yield [
      key.toLowerCase(),
      (_self, args) =>
        guarded(() => (own === undefined ? fromJson(member(...args.map((arg) => toJs(arg, 0)))) : own(member, args))),
    ];
  }
}

/** What the core refuses is an exception that PHP can catch. */
function guarded(call: () => Value): Value {
  try {
    return call();
  } catch (thrown) {
    return refused(thrown);
  }
}

function refused(thrown: unknown): never {
  if (thrown instanceof TypeError)
    return fail(
      'TypeError',
      toBytes(
        thrown.message.replace(
          /\$core\.(\w+)(?:\.(\w+))?/g,
          (_, a: string, b?: string) => `$core->${a}${b === undefined ? '' : `->${b}`}`,
        ),
      ),
    );
  throw thrown;
}

/** A value as plain data. */
export function toJs(v: Value | Ref | undefined, depth: number): unknown {
  if (depth > maxDepth) return fail('Error', 'Nesting level too deep - recursive dependency?');
  if (v instanceof Ref) return toJs(v.v, depth);
  if (typeof v === 'string') return toText(v);
  if (typeof v === 'bigint') return String(v);
  if (typeof v !== 'object' || v === null) return v;
  if (v instanceof Float) return v.n;
  if (v instanceof PhpArray) {
    if (v.packed || v.isList) return v.values().map((value) => toJs(value, depth + 1));
    return toRecord(v, depth);
  }
  if (v.cls.toText !== undefined) return toText(objectText(v));
  if (v.cls.name !== 'stdClass')
    return fail('TypeError', `An object of class ${v.cls.name} cannot be handed over as data`);
  const record: Record<string, unknown> = Object.create(null);
  for (const [name, slot] of v.props) record[toText(name)] = toJs(slot, depth + 1);
  return record;
}

export function toRecord(array: PhpArray, depth: number): Record<string, unknown> {
  // With a prototype, which the engine handles and writes as JSON faster; no name of it is looked at.
  const record: Record<string, unknown> = {};
  array.forEach((key, value) => {
    const name = typeof key === 'string' ? toText(key) : String(key);
    const js = typeof value === 'string' ? toText(value) : toJs(value, depth + 1);
    if (name === '__proto__')
      Object.defineProperty(record, name, { value: js, enumerable: true, configurable: true, writable: true });
    else record[name] = js;
  });
  return record;
}
