/** How PHP's functions are defined: what they take, in PHP's words, and what they do with it. */
import { fail } from '../faults.ts';
import { warn } from '../host.ts';
import { type Callable, findCallable, type Param } from '../language/calls.ts';
import { PhpArray } from '../values/array.ts';
import { bool, str, toFloat, toInt, typeName } from '../values/convert.ts';
import { readNumeric } from '../values/number-text.ts';
import { Float, PhpObject, Ref, type Value } from '../values/value.ts';

// The parameters are what the signature says, which no type of TypeScript's can follow.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Body = (...args: any[]) => Value | undefined | void;

/**
 * Name → parameters, body. Parameters are `type name`, `type &name` by reference, `type ...name` for all that follow, and end in
 * `=` where they may be left out (the body sees undefined). Types: string, bool, array, mixed; `int` and `float` arrive as
 * JavaScript's numbers; `num` is an int or float as a value; `callable` arrives as a function; `list` is a string or an array; a
 * `?` before a type lets null through.
 */
export type Functions = { readonly [name: string]: readonly [params: string, body: Body] };

export interface Signature extends Param {
  type: string;
}

export function signatureOf(params: string): Signature[] {
  if (params === '') return [];
  return params.split(',').map((text) => {
    const [, type = '', marks = '', name = '', optional] = /^\s*(\S+) ([&.]*)(\w+)(=?)$/.exec(text) ?? [];
    return {
      type,
      name,
      byRef: marks.includes('&'),
      variadic: marks.includes('...'),
      optional: optional === '=' || marks.includes('...'),
    };
  });
}

type Coercion = (v: Value, name: string, i: number, param: Signature) => unknown;

function refuse(name: string, i: number, param: Signature, wanted: string, v: Value): never {
  return fail(
    'TypeError',
    `${name}(): Argument #${i + 1} ($${param.name}) must be of type ${wanted}, ${typeName(v)} given`,
  );
}

const nullGiven = (name: string, i: number, param: Signature, type: string): void =>
  warn(`${name}(): Passing null to parameter #${i + 1} ($${param.name}) of type ${type} is deprecated`);

function number(v: Value, name: string, i: number, param: Signature, wanted: string): number | bigint | Float {
  if (typeof v === 'number' || typeof v === 'bigint' || v instanceof Float) return v;
  if (typeof v === 'boolean') return v ? 1 : 0;
  if (v === null) {
    nullGiven(name, i, param, wanted);
    return 0;
  }
  if (typeof v === 'string') {
    const read = readNumeric(v);
    if (read !== null) {
      if (!read.whole) return refuse(name, i, param, wanted, v);
      return read.value as number | bigint | Float;
    }
  }
  return refuse(name, i, param, wanted, v);
}

const coercions: { readonly [type: string]: Coercion } = {
  mixed: (v) => v,
  string(v, name, i, param) {
    if (typeof v === 'string') return v;
    if (v === null) nullGiven(name, i, param, 'string');
    if (v instanceof PhpArray || (v instanceof PhpObject && v.cls.toText === undefined))
      refuse(name, i, param, 'string', v);
    return str(v);
  },
  list(v, name, i, param) {
    if (v instanceof PhpArray) return v;
    if (v === null) nullGiven(name, i, param, 'array|string');
    if (v instanceof PhpObject && v.cls.toText === undefined) refuse(name, i, param, 'array|string', v);
    return str(v);
  },
  int(v, name, i, param) {
    const shown = param.type.startsWith('?') ? '?int' : 'int';
    const n = number(v, name, i, param, shown);
    if (typeof n === 'number' && Number.isInteger(n)) return n;
    if (n instanceof Float) {
      if (!Number.isSafeInteger(n.n)) refuse(name, i, param, shown, v);
      return n.n + 0;
    }
    if (typeof n === 'number') {
      if (!Number.isFinite(n)) refuse(name, i, param, shown, v);
      if (typeof v === 'string') refuse(name, i, param, shown, v);
      warn('Implicit conversion from float to int loses precision');
    }
    return Number(toInt(n));
  },
  float: (v, name, i, param) => toFloat(number(v, name, i, param, 'float')),
  num(v, name, i, param) {
    if (v instanceof PhpArray || v instanceof PhpObject) refuse(name, i, param, 'int|float', v);
    return number(v, name, i, param, 'int|float');
  },
  bool(v, name, i, param) {
    if (v === null) nullGiven(name, i, param, 'bool');
    if (v instanceof PhpArray || v instanceof PhpObject) refuse(name, i, param, 'bool', v);
    return bool(v);
  },
  array(v, name, i, param) {
    return v instanceof PhpArray ? v : refuse(name, i, param, 'array', v);
  },
  countable: (v, name, i, param) =>
    v instanceof PhpArray || (v instanceof PhpObject && v.cls.count !== undefined)
      ? v
      : refuse(name, i, param, 'Countable|array', v),
  callable(v, name, i, param) {
    const found = findCallable(v);
    if (found === null) {
      const why =
        typeof v === 'string'
          ? `function "${v}" not found or invalid function name`
          : v instanceof PhpArray
            ? 'array callback must have exactly two members'
            : 'no array or string given';
      const wanted = param.type.startsWith('?') ? 'a valid callback or null' : 'a valid callback';
      return fail('TypeError', `${name}(): Argument #${i + 1} ($${param.name}) must be ${wanted}, ${why}`);
    }
    return found;
  },
};

type Take = (v: Value | Ref, i: number) => unknown;

function takesOf(name: string, signature: readonly Signature[]): Take[] {
  return signature.map((param): Take => {
    const type = param.type.replace('?', '');
    const coerce = coercions[type] as Coercion;
    const nullable = param.type.startsWith('?');
    if (type === 'mixed' || param.byRef) return (v) => v;
    if (type === 'string')
      return (v, i) => (typeof v === 'string' ? v : nullable && v === null ? null : coerce(v as Value, name, i, param));
    return (v, i) => (nullable && v === null ? null : coerce(v as Value, name, i, param));
  });
}

const given = (result: Value | undefined | void): Value => (result === undefined ? null : result);

/** The function that scripts call, and its parameters. */
export function wrap(name: string, [params, body]: Functions[string]): Callable & { params: readonly Signature[] } {
  const signature = signatureOf(params);
  const rest = signature.at(-1)?.variadic === true;
  const required = signature.filter(({ optional }) => !optional).length;
  const takes = takesOf(name, signature);
  const last = takes.length - 1;
  const call = (...args: unknown[]): Value => {
    const count = args.length;
    if (count < required || (count > signature.length && !rest))
      wrongCount(name, count, required, rest ? null : signature.length);
    for (let i = 0; i < count; i++) {
      const arg = args[i] as Value | Ref | undefined;
      if (arg !== undefined) args[i] = (takes[i < last ? i : last] as Take)(arg, i);
    }
    return given(body(...args));
  };
  return { name, params: signature, call };
}

/** The same for calls with so many arguments as the compiler has seen to be right: without a list of them. */
export function wrapFor(count: number, name: string, definition: Functions[string]): Callable['call'] {
  const [params, body] = definition;
  const [first, second] = takesOf(name, signatureOf(params)) as [Take, Take?];
  if (count === 1) return (a) => given(body(a === undefined ? a : first(a, 0)));
  if (count === 2) {
    const other = second ?? first;
    return (a, b) => given(body(a === undefined ? a : first(a, 0), b === undefined ? b : other(b, 1)));
  }
  return wrap(name, definition).call;
}

function wrongCount(name: string, given: number, least: number, most: number | null): never {
  const wanted = least === most ? 'exactly' : given < least ? 'at least' : 'at most';
  const count = given < least ? least : (most as number);
  return fail(
    'ArgumentCountError',
    `${name}() expects ${wanted} ${count} argument${count === 1 ? '' : 's'}, ${given} given`,
  );
}

/** `$f` with values, for sorts and maps. */
export const caller =
  ({ call, params }: Callable) =>
  (...args: Value[]): Value =>
    params.some(({ byRef }) => byRef)
      ? call(...args.map((arg, i) => (params[i]?.byRef ? new Ref(arg) : arg)))
      : call(...args);
