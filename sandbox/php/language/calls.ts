/** Functions, closures and callables: PHP's own table of names is the only one there is. */
import { declareClass, findClass } from '../classes.ts';
import { fail } from '../faults.ts';
import { PhpArray } from '../values/array.ts';
import { str, toFloat, toInt, typeName } from '../values/convert.ts';
import { readNumeric } from '../values/number-text.ts';
import { Float, float, isSubclass, type PhpClass, PhpObject, Ref, type Value } from '../values/value.ts';

export interface Param {
  name: string;
  byRef: boolean;
  variadic: boolean;
  optional: boolean;
}

/** Something to call: arguments by reference come as `Ref`. */
export interface Callable {
  name: string;
  params: readonly Param[];
  call(...args: (Value | Ref | undefined)[]): Value;
}

const own: Map<string, Callable> = new Map();

let functionNamed: (name: string) => Callable | null = () => null;

/** Where PHP's own functions are found; they know of callables, so these cannot know of them. */
export function useFunctions(find: (name: string) => Callable | null): void {
  functionNamed = find;
}
export const isDeclared = (name: string): boolean => own.has(name.toLowerCase());

/** One letter per quality: `&` by reference, `.` variadic, `=` optional; then the name. */
export function readParams(text: string): Param[] {
  if (text === '') return [];
  return text.split(',').map((one) => {
    const [, marks = '', name = ''] = /^([&.=]*)(.*)$/.exec(one) ?? [];
    return { name, byRef: marks.includes('&'), variadic: marks.includes('.'), optional: /[.=]/.test(marks) };
  });
}

/** The script declares a function. */
export function declare(name: string, params: string, call: Callable['call']): void {
  own.set(name.toLowerCase(), { name, params: readParams(params), call });
}

export const closureClass: PhpClass = {
  name: 'Closure',
  parent: null,
  methods: new Map([
    ['call', (self, args) => callWith(self.inner as Callable, args.slice(1))],
    ['__invoke', (self, args) => callWith(self.inner as Callable, args)],
    ['bindto', (self) => self],
  ]),
  statics: new Map([['fromcallable', (args) => toClosure(args[0] as Value)]]),
};
declareClass(closureClass);

export function closure(params: string, call: Callable['call']): PhpObject {
  return closureOf({ name: '{closure}', params: readParams(params), call });
}

function closureOf(callable: Callable): PhpObject {
  const object = new PhpObject(closureClass);
  object.inner = callable;
  return object;
}

export const toClosure = (v: Value): PhpObject =>
  v instanceof PhpObject && v.cls === closureClass ? v : closureOf(callable(v));

/** What a value calls; null where it is no callable. */
export function findCallable(v: Value): Callable | null {
  if (v instanceof PhpObject) {
    if (v.cls === closureClass) return v.inner as Callable;
    return null;
  }
  if (typeof v === 'string') {
    const both = v.split('::');
    if (both.length === 2) return staticCallable(both[0] as string, both[1] as string);
    const name = v.replace(/^\\/, '').toLowerCase();
    return own.get(name) ?? functionNamed(name);
  }
  if (v instanceof PhpArray && v.size === 2) {
    const [target, name] = [v.get(0), v.get(1)];
    if (typeof name !== 'string') return null;
    if (typeof target === 'string') return staticCallable(target, name);
    if (!(target instanceof PhpObject)) return null;
    const method = methodOf(target, name);
    if (method === null) return null;
    return { name, params: [], call: (...args) => method(target, args.map(valueOf)) };
  }
  return null;
}

function staticCallable(className: string, name: string): Callable | null {
  const method = findClass(className.replace(/^\\/, ''))?.statics?.get(name.toLowerCase());
  return method === undefined ? null : { name, params: [], call: (...args) => method(args.map(valueOf)) };
}

const valueOf = (arg: Value | Ref | undefined): Value => (arg instanceof Ref ? (arg.v ?? null) : (arg ?? null));

/** @throws an Error as calling what is no callable does */
export function callable(v: Value): Callable {
  const found = findCallable(v);
  if (found !== null) return found;
  if (typeof v === 'string') return fail('Error', `Call to undefined function ${v}()`);
  if (v instanceof PhpArray) return fail('Error', 'Array callback must have exactly two elements');
  if (v instanceof PhpObject) return fail('Error', 'Object of type ' + v.cls.name + ' is not callable');
  return fail('Error', 'Value not callable');
}

function methodOf(object: PhpObject, name: string) {
  const known = object.cls.methods.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  for (let cls: PhpClass | null = object.cls; cls !== null; cls = cls.parent) {
    const method = cls.methods.get(lower);
    if (method !== undefined) return method;
  }
  return null;
}

/** Calls with values or references, giving each parameter what it takes. */
export function callWith(target: Callable, args: (Value | Ref)[]): Value {
  const { params } = target;
  if (params.length === 0 && args.every((arg) => !(arg instanceof Ref))) return target.call(...args);
  const rest = params.at(-1);
  return target.call(
    ...args.map((arg, i) => {
      const param = params[i] ?? (rest?.variadic === true ? rest : undefined);
      if (param?.byRef === true) return arg instanceof Ref ? arg : new Ref(arg);
      const value = arg instanceof Ref ? (arg.v ?? null) : arg;
      return value instanceof PhpArray ? value.copy() : value;
    }),
  );
}

/** `$f(…)` */
export const callv = (f: Value, args: (Value | Ref)[]): Value => callWith(callable(f), args);

/** With arguments that have names, as `name: value` and spread arrays give them. */
export function callNamed(target: Callable, args: (Value | Ref)[], names: [string, Value | Ref][]): Value {
  const given: (Value | Ref | undefined)[] = [...args];
  for (const [name, value] of names) {
    const i = target.params.findIndex((param) => param.name === name && !param.variadic);
    if (i === -1) fail('Error', `Unknown named parameter $${name}`);
    if (given[i] !== undefined) fail('Error', `Named parameter $${name} overwrites previous argument`);
    given[i] = target.params[i]?.byRef === true && !(value instanceof Ref) ? new Ref(value) : value;
  }
  for (let i = 0; i < given.length; i++) {
    if (given[i] === undefined && target.params[i]?.optional !== true)
      fail('ArgumentCountError', `${target.name}(): Argument #${i + 1} ($${target.params[i]?.name}) not passed`);
  }
  return target.call(...given);
}

/** `$object->name(…)` */
export function method(target: Value, name: Value, args: Value[]): Value {
  const text = str(name);
  if (!(target instanceof PhpObject))
    return fail('Error', `Call to a member function ${text}() on ${typeName(target)}`);
  const found = methodOf(target, text);
  if (found === null) return fail('Error', `Call to undefined method ${target.cls.name}::${text}()`);
  return found(target, args);
}

export function make(name: string, args: Value[]): PhpObject {
  const cls = findClass(name);
  if (cls === null) return fail('Error', `Class "${name}" not found`);
  const object = new PhpObject(cls);
  for (let at: PhpClass | null = cls; at !== null; at = at.parent) {
    if (at.construct === undefined) continue;
    at.construct(object, args);
    break;
  }
  return object;
}

export function callStatic(className: string, name: string, args: Value[]): Value {
  const cls = findClass(className);
  if (cls === null) return fail('Error', `Class "${className}" not found`);
  const found = cls.statics?.get(name.toLowerCase());
  if (found === undefined) return fail('Error', `Call to undefined method ${cls.name}::${name}()`);
  return found(args);
}

export function classConstant(className: string, name: string): Value {
  for (let cls = findClass(className); cls !== null; cls = cls.parent) {
    if (name === 'class') return cls.name;
    const found = cls.constants?.get(name);
    if (found !== undefined) return found;
  }
  return fail('Error', `Undefined constant ${className}::${name}`);
}

export const isa = (v: Value, name: string): boolean => v instanceof PhpObject && isSubclass(v.cls, name);

export function tooFew(name: string, given: number, wanted: number, exactly: boolean): never {
  return fail(
    'ArgumentCountError',
    `Too few arguments to function ${name}(), ${given} passed and ${exactly ? 'exactly' : 'at least'} ${wanted} expected`,
  );
}

/** A declared type: what it takes as it is, and what it makes of scalars. `where` begins the error. */
export function typed(type: string, v: Value, where: string): Value {
  const wanted = type.split('|');
  if (wanted.some((one) => accepts(one, v))) return v;
  const scalar =
    typeof v === 'string' ||
    typeof v === 'boolean' ||
    typeof v === 'number' ||
    typeof v === 'bigint' ||
    v instanceof Float;
  if (scalar) {
    for (const one of ['int', 'float', 'string', 'bool']) {
      if (!wanted.includes(one)) continue;
      const made = coerce(one, v);
      if (made !== undefined) return made;
    }
  }
  if (v instanceof PhpObject && v.cls.toText !== undefined && wanted.includes('string')) return v.cls.toText(v);
  const shown = wanted.length === 2 && wanted.includes('null') ? `?${wanted.find((one) => one !== 'null')}` : type;
  return fail(
    'TypeError',
    `${where} must be of type ${shown}, ${typeName(v)} ${where.includes('Return') ? 'returned' : 'given'}`,
  );
}

function accepts(type: string, v: Value): boolean {
  switch (type.toLowerCase()) {
    case 'mixed':
      return true;
    case 'null':
    case 'void':
      return v === null;
    case 'int':
    case 'float':
    case 'string':
    case 'bool':
    case 'array':
      return typeName(v) === type.toLowerCase();
    case 'false':
      return v === false;
    case 'true':
      return v === true;
    case 'callable':
      return findCallable(v) !== null;
    case 'iterable':
      return v instanceof PhpArray || (v instanceof PhpObject && v.cls.iterate !== undefined);
    case 'object':
      return v instanceof PhpObject;
    default:
      return isa(v, type);
  }
}

function coerce(type: string, v: Value): Value | undefined {
  if (type === 'string') return str(v);
  if (type === 'bool')
    return typeof v === 'string' ? v !== '' && v !== '0' : toFloat(v) !== 0 || Number.isNaN(toFloat(v));
  let number: Value = v;
  if (typeof v === 'string') {
    const read = readNumeric(v);
    if (read === null || !read.whole) return undefined;
    number = read.value;
  }
  if (type === 'float') return float(toFloat(number));
  if (typeof number === 'boolean') return number ? 1 : 0;
  if (number instanceof Float) return Number.isSafeInteger(number.n) ? number.n : undefined;
  // A fraction is lost with a notice only; PHP takes it for variables of its own, not here.
  if (typeof number === 'number' && !Number.isInteger(number))
    return Number.isFinite(number) ? toInt(number) : undefined;
  return number;
}
