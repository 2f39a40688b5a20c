/** Reading elements and properties: `$a['x']->y`. */
import { fail } from '../faults.ts';
import { host, warn } from '../host.ts';
import { PhpArray } from '../values/array.ts';
import { toText } from '../values/bytes.ts';
import { key, str, toInt, typeName } from '../values/convert.ts';
import { readNumeric } from '../values/number-text.ts';
import { Float, type Key, PhpObject, Ref, type Slot, type Value } from '../values/value.ts';

/** A step of a path that is a property; any other is a key, and undefined the next key (`[]`). */
export class Prop {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export type Step = Value | undefined | Prop;
export const cp = (v: Value): Value => (typeof v === 'object' && v instanceof PhpArray ? v.copy() : v);

/** Where a variable is null or not there. */
export function u(name: string, v: Value | undefined): Value {
  if (v === undefined) host.warn('undefined_variables', `$${name}`);
  return null;
}

/** `$container[$k]` */
export function at(container: Value, k: Value): Value {
  if (container instanceof PhpArray) {
    const found = typeof k === 'string' ? container.at(k) : container.get(key(k));
    return found === undefined ? missing(k) : found;
  }
  return atOther(container, k);
}

/** The same with a name that is no number's and has ASCII letters alone. */
export function atName(container: Value, name: string): Value {
  if (container instanceof PhpArray) {
    const found = container.named(name);
    return found === undefined ? missing(name) : found;
  }
  return atOther(container, name);
}

/** `$table[$row['name']]`: in decoded JSON looked up as it came, without making bytes of the text between. */
export function atOf(table: Value, row: Value, name: string): Value {
  if (table instanceof PhpArray && row instanceof PhpArray && table.object !== null && row.object !== null) {
    const member = row.object[name];
    if (typeof member === 'string' || (typeof member === 'number' && member === (member | 0))) {
      const found = table.object[member];
      if (typeof found === 'number' && found === (found | 0) && found !== 0) return found;
    }
  }
  return at(table, atName(row, name));
}

/** `$container['name']`, a text in characters: for comparing it with words. */
export function wordAt(container: Value, name: string): Value {
  if (container instanceof PhpArray && container.object !== null) {
    const found = container.object[name];
    if (typeof found === 'string') return found;
  }
  const found = atName(container, name);
  return typeof found === 'string' ? toText(found) : found;
}

/** `$container[$k]` with a key that is normal already. */
export function atKey(container: Value, k: Key): Value {
  if (container instanceof PhpArray) {
    const found = container.get(k);
    return found === undefined ? missing(k as Value) : found;
  }
  return atOther(container, k as Value);
}

export function missing(k: Value): Value {
  // Null stands for the empty key.
  host.warn('undefined_keys', typeof k === 'string' || k === null ? `"${k ?? ''}"` : str(k));
  return null;
}

function atOther(container: Value, k: Value): Value {
  if (typeof container === 'string') {
    const i = offset(k, container.length, true);
    if (i === null) {
      warn(`Uninitialized string offset ${str(k)}`);
      return '';
    }
    return container.charAt(i);
  }
  if (container instanceof PhpObject) {
    if (container.cls.at === undefined) fail('Error', `Cannot use object of type ${container.cls.name} as array`);
    return container.cls.at(container, k) ?? null;
  }
  warn(`Trying to access array offset on value of type ${typeName(container)}`);
  return null;
}

/** A place in a string; null where it is outside. */
function offset(k: Value, length: number, strict: boolean): number | null {
  let i: number;
  if (typeof k === 'string') {
    const read = readNumeric(k);
    if (
      read === null ||
      !read.whole ||
      typeof read.value !== 'number' ||
      !Number.isInteger(read.value) ||
      /[.eE]/.test(k)
    ) {
      if (!strict) return null;
      if (read !== null && Number.isInteger(Number(k.trim().match(/^[+-]?\d+/)?.[0]))) {
        warn(`Illegal string offset "${k}"`);
        i = Number.parseInt(k, 10);
        return i < 0 ? (i + length < 0 ? null : i + length) : i < length ? i : null;
      }
      fail('TypeError', `Cannot access offset of type ${typeName(k)} on string`);
    }
    i = read.value;
  } else if (k instanceof PhpArray || k instanceof PhpObject) {
    if (!strict) return null;
    return fail('TypeError', `Cannot access offset of type ${typeName(k)} on string`);
  } else {
    if (strict && (k === null || typeof k === 'boolean' || k instanceof Float || !Number.isInteger(k)))
      warn('String offset cast occurred');
    i = Number(toInt(k));
  }
  if (i < 0) i += length;
  return i >= 0 && i < length ? i : null;
}

/** For `isset` and `??`: undefined where it is not there, without a word. */
export function q(container: Value | undefined, k: Value): Value | undefined {
  if (container instanceof PhpArray) {
    if (k instanceof PhpArray || k instanceof PhpObject) fail('TypeError', 'Illegal offset type in isset or empty');
    return typeof k === 'string' ? container.at(k) : container.get(key(k));
  }
  if (typeof container === 'string') {
    const i = offset(k, container.length, false);
    return i === null ? undefined : container.charAt(i);
  }
  if (container instanceof PhpObject) {
    if (container.cls.at === undefined) fail('Error', `Cannot use object of type ${container.cls.name} as array`);
    return container.cls.at(container, k);
  }
  return undefined;
}

/** For `??`: as `q`, but what is no key at all is a mistake, and a string takes what begins like a number. */
export function qc(container: Value | undefined, k: Value): Value | undefined {
  if (container instanceof PhpArray) return typeof k === 'string' ? container.at(k) : container.get(key(k));
  if (typeof container !== 'string') return q(container, k);
  if (typeof k === 'string' && readNumeric(k) === null) return undefined;
  if (typeof k === 'string' && !Number.isInteger(readNumeric(k)?.value)) return undefined;
  const i = offset(k, container.length, true);
  return i === null ? undefined : container.charAt(i);
}

export const slotValue = (slot: Slot | undefined): Value | undefined => (slot instanceof Ref ? (slot.v ?? null) : slot);

/** `$container->name` */
export function prop(container: Value, name: Value): Value {
  const text = str(name);
  if (!(container instanceof PhpObject)) {
    warn(`Attempt to read property "${text}" on ${typeName(container)}`);
    return null;
  }
  const found =
    container.cls.get !== undefined ? container.cls.get(container, text) : slotValue(container.props.get(text));
  if (found === undefined) warn(`Undefined property: ${container.cls.name}::$${text}`);
  return found ?? null;
}

export function qp(container: Value | undefined, name: Value): Value | undefined {
  if (!(container instanceof PhpObject)) return undefined;
  const { cls } = container;
  if (cls.has?.(container, str(name)) === false) return undefined;
  if (cls.get !== undefined) return cls.get(container, str(name));
  return slotValue(container.props.get(str(name)));
}
