/** Writing elements and properties: `$a['x']->y[] = 1`, references to them, `unset`. */
import { fail } from '../faults.ts';
import { warn } from '../host.ts';
import { PhpArray } from '../values/array.ts';
import { key, str, toInt, typeName } from '../values/convert.ts';
import { normalKey } from '../values/keys.ts';
import { readNumeric } from '../values/number-text.ts';
import { PhpObject, Ref, type Value } from '../values/value.ts';
import { at, missing, Prop, prop, qp, type Step, slotValue } from './access.ts';

function writable(container: Value | undefined, step: Step): Value {
  if (container === undefined || container === null || container === false) {
    if (step instanceof Prop) fail('Error', `Attempt to assign property "${step.name}" on ${typeName(container)}`);
    return PhpArray.empty();
  }
  return container;
}

/** `$root[…] = value`; what `root` is afterwards. Keys and value are worked out before, as PHP does. */
export function set(path: Step[], value: Value, root: Value | undefined): Value {
  return assign(root, path, 0, value);
}

/** The same for one key. */
export function set1(k: Value | undefined, value: Value, root: Value | undefined): Value {
  if (root instanceof PhpArray) {
    if (k === undefined) append(root, value);
    else root.set(typeof k === 'string' ? normalKey(k) : key(k), value);
    return root;
  }
  return assign(root, [k], 0, value);
}

function append(array: PhpArray, value: Value): void {
  if (!array.push(value)) fail('Error', 'Cannot add element to the array as the next element is already occupied');
}

function assign(root: Value | undefined, path: Step[], i: number, value: Value): Value {
  const step = path[i];
  const container = writable(root, step);
  const last = i === path.length - 1;
  if (container instanceof PhpArray) {
    if (step instanceof Prop) fail('Error', `Attempt to assign property "${step.name}" on array`);
    if (last) return set1(step, value, container);
    const k = step === undefined ? container.nextKey : key(step);
    const inner = container.inner(k);
    const after = assign(inner, path, i + 1, value);
    if (after !== inner) container.set(k, after);
    return container;
  }
  if (container instanceof PhpObject) {
    assignInObject(container, path, i, value);
    return container;
  }
  if (typeof container === 'string') return assignInText(container, step, last, value);
  if (step instanceof Prop) fail('Error', `Attempt to assign property "${step.name}" on ${typeName(container)}`);
  return fail('Error', 'Cannot use a scalar value as an array');
}

function assignInObject(object: PhpObject, path: Step[], i: number, value: Value): void {
  const step = path[i];
  const last = i === path.length - 1;
  const { cls } = object;
  if (step instanceof Prop) {
    if (last) {
      if (cls.set !== undefined) cls.set(object, step.name, value);
      else if (cls.name !== 'stdClass') fail('Error', `Cannot set properties of ${cls.name}`);
      else {
        const there = object.props.get(step.name);
        if (there instanceof Ref) there.v = value;
        else object.props.set(step.name, value);
      }
      return;
    }
    const inner = qp(object, step.name);
    const after = assign(inner, path, i + 1, value);
    if (after !== inner) assignInObject(object, [step], 0, after);
    return;
  }
  if (cls.setAt === undefined) fail('Error', `Cannot use object of type ${cls.name} as array`);
  if (last) cls.setAt(object, step, value);
  else {
    const inner = step === undefined ? undefined : (cls.at?.(object, step) ?? null);
    const after = assign(inner, path, i + 1, value);
    if (after !== inner) cls.setAt(object, step, after);
  }
}

function assignInText(text: string, step: Step, last: boolean, value: Value): Value {
  if (step instanceof Prop) fail('Error', `Attempt to assign property "${step.name}" on string`);
  if (step === undefined) fail('Error', '[] operator not supported for strings');
  if (!last) fail('Error', 'Cannot use string offset as an array');
  let i = Number(toInt(step));
  if (typeof step === 'string' && !readNumeric(step)?.whole)
    fail('TypeError', `Cannot access offset of type ${typeName(step)} on string`);
  if (i < 0) i += text.length;
  if (i < 0) {
    warn(`Illegal string offset ${str(step)}`);
    return text;
  }
  const letter = str(value);
  if (letter === '') fail('Error', 'Cannot assign an empty string to a string offset');
  return text.slice(0, i).padEnd(i, ' ') + letter.charAt(0) + text.slice(i + 1);
}

/** What the latest `change` found and left. */
let before: Value = null;

let after: Value = null;
export const old = (): Value => before;
export const now = (): Value => after;

function read(root: Value | undefined, path: Step[]): Value {
  let value: Value = root ?? null;
  for (const step of path) {
    if (step === undefined) value = null;
    else if (step instanceof Prop) value = prop(value, step.name);
    else if (value === null) value = missing(step);
    else value = at(value, step);
  }
  return value;
}

/** `$root[…] += by` with `+` as `how`. */
export function change(path: Step[], how: (v: Value, by: Value) => Value, by: Value, root: Value | undefined): Value {
  before = read(root, path);
  const result = how(before, by);
  const left = assign(root, path, 0, result);
  after = result;
  return left;
}

/** `&$root[…]`: the root has been made an array by `ensure`. */
export function refTo(path: Step[], root: Value): Ref {
  let container = root;
  for (let i = 0; ; i++) {
    const step = path[i] as Step;
    const last = i === path.length - 1;
    if (container instanceof PhpArray) {
      if (step instanceof Prop) fail('Error', `Attempt to assign property "${step.name}" on array`);
      const k = step === undefined ? undefined : key(step);
      if (last) return container.ref(k);
      container = container.inner(k);
    } else if (container instanceof PhpObject && step instanceof Prop && container.cls.set === undefined) {
      const there = container.props.get(step.name);
      if (last) {
        if (there instanceof Ref) return there;
        const ref = new Ref(there ?? null);
        container.props.set(step.name, ref);
        return ref;
      }
      let inner = slotValue(there);
      if (inner === undefined || inner === null) {
        inner = PhpArray.empty();
        container.props.set(step.name, inner);
      }
      container = inner;
    } else if (container instanceof PhpObject) {
      const inner =
        step instanceof Prop
          ? qp(container, step.name)
          : step === undefined
            ? null
            : container.cls.at?.(container, step);
      if (last) return new Ref(inner ?? null);
      container = inner ?? null;
    } else if (typeof container === 'string') {
      return fail('Error', 'Cannot create references to/from string offsets');
    } else {
      return fail('Error', 'Cannot use a scalar value as an array');
    }
  }
}

export const ensure = (root: Value | undefined): Value =>
  root === undefined || root === null || root === false ? PhpArray.empty() : root;

/** `$root[…] = &$other` */
export function bind(path: Step[], ref: Ref, root: Value | undefined): Value {
  const container = ensure(root);
  let inner = container;
  for (const step of path.slice(0, -1)) {
    if (inner instanceof PhpArray && !(step instanceof Prop))
      inner = inner.inner(step === undefined ? undefined : key(step));
    else if (inner instanceof PhpObject && step instanceof Prop) inner = qp(inner, step.name) ?? null;
    else fail('Error', 'Cannot use a scalar value as an array');
  }
  const step = path.at(-1) as Step;
  if (inner instanceof PhpArray && !(step instanceof Prop)) inner.bind(step === undefined ? undefined : key(step), ref);
  else if (inner instanceof PhpObject && step instanceof Prop) {
    ref.holders++;
    inner.props.set(step.name, ref);
  } else fail('Error', 'Cannot use a scalar value as an array');
  return container;
}

/** The variable lets go of what it shared and shares another. */
export function rebind(from: Ref | undefined, to: Ref): Ref {
  if (from !== undefined) from.holders--;
  to.holders++;
  return to;
}

/** `unset($root[…])` */
export function unset(path: Step[], root: Value | undefined): Value | undefined {
  let container: Value | undefined = root;
  for (let i = 0; i < path.length; i++) {
    const step = path[i];
    if (container === undefined || container === null) return root;
    const last = i === path.length - 1;
    if (container instanceof PhpArray && !(step instanceof Prop) && step !== undefined) {
      const k = key(step, 'Illegal offset type in unset');
      if (last) container.delete(k);
      else if (container.has(k)) container = container.inner(k);
      else return root;
    } else if (container instanceof PhpObject) {
      if (step instanceof Prop) {
        if (last && container.cls.unset === undefined) container.props.delete(step.name);
        else if (last) container.cls.unset?.(container, step.name);
        else container = qp(container, step.name);
      } else if (last) {
        container.cls.unset?.(container, str(step as Value));
        return root;
      } else container = step === undefined ? undefined : container.cls.at?.(container, step);
    } else if (typeof container === 'string') {
      return fail('Error', 'Cannot unset string offsets');
    } else return root;
  }
  return root;
}
