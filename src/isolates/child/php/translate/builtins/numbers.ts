/** Numbers, and what type a value is of. */
import { binding, infix } from '../code.ts';
import type { Helper } from '../helpers/index.ts';
import { condition } from '../operators.ts';
import { isSimple } from '../paths.ts';
import { cannot, need } from '../state.ts';
import { withoutNull } from '../texts.ts';
import { elementsOf, isOnly, mayBe } from '../types.ts';
import { typeOf } from '../typing.ts';
import { js, operand, value } from '../values.ts';
import { at, type Given, helped, numberOf, plain, rowsOf, textOf, type Writer, type Writers } from './given.ts';

const math =
  (name: string): Writer =>
  (given) =>
    `Math.${name}(${numberOf(given, 0)})`;

const kindTest =
  (kind: string): Writer =>
  (given) => ({
    js: `typeof ${operand(given.s, withoutNull(at(given, 0)), binding.unary)} === '${kind}'`,
    binds: binding.equality,
  });

export const numbers: Writers = {
  abs: math('abs'),
  floor: math('floor'),
  ceil: math('ceil'),
  round: (given: Given) => `${need(given.s, 'round')}(${given.args.map((_, i) => numberOf(given, i)).join(', ')})`,
  intdiv: (given: Given) => `Math.trunc(${need(given.s, 'divide')}(${numberOf(given, 0)}, ${numberOf(given, 1)}))`,
  intval: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'intval() with a base')
      : value(given.s, { kind: 'cast', type: 'int', expr: at(given, 0) }),
  floatval: (given: Given) => value(given.s, { kind: 'cast', type: 'float', expr: at(given, 0) }),
  strval: (given: Given) => textOf(given, 0),
  boolval: (given: Given) => condition(given.s, at(given, 0), true),
  max: extreme('highest', 'max'),
  min: extreme('lowest', 'min'),
};

export const types: Writers = {
  is_array: (given: Given) => {
    const type = typeOf(given.s, at(given, 0));
    if (!mayBe(type, 'array')) return 'false';
    const code = operand(given.s, withoutNull(at(given, 0)), binding.unary);
    if (!isSimple(withoutNull(at(given, 0)))) return cannot(given.node, 'is_array() of something that is worked out');
    return infix(
      { js: `typeof ${code} === 'object'`, binds: binding.equality },
      '&&',
      { js: `${code} !== null`, binds: binding.equality },
      binding.and,
    );
  },
  is_string: kindTest('string'),
  is_bool: kindTest('boolean'),
  is_int: (given: Given) => `Number.isInteger(${plain(given, 0)})`,
  is_null: (given: Given) => ({
    js: `${operand(given.s, withoutNull(at(given, 0)), binding.relation)} == null`,
    binds: binding.equality,
  }),
  is_numeric: helped('isNumeric'),
  ctype_digit: (given: Given) => `/^\\d+$/.test(${textOf(given, 0)})`,
};

function extreme(helper: Helper, name: string): Writer {
  return (given) => {
    const { s, args } = given;
    const codes = args.map((one, i) =>
      one.kind === 'variadic' ? `...${need(s, 'rows')}(${js(s, one['what'])})` : plain(given, i),
    );
    const types = args.map((one) => (one.kind === 'variadic' ? elementsOf(typeOf(s, one['what'])) : typeOf(s, one)));
    const [only] = args;
    const all =
      args.length === 1 && only !== undefined && only.kind !== 'variadic' ? [`...${rowsOf(given, 0)}`] : codes;
    const numbers = types.every((type) => isOnly(type, 'number')) && all === codes;
    return numbers
      ? `Math.${name}(${all.map((code, i) => (args[i]?.kind === 'variadic' && typeOf(s, args[i]?.['what']).shape === 'list' ? `...${js(s, args[i]?.['what'])}` : code)).join(', ')})`
      : `${need(s, helper)}(${all.join(', ')})`;
  };
}
