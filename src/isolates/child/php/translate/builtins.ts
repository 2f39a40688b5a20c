/** PHP's functions, as JavaScript says them. What is not here is not translated. */
import { toText } from '../../../../../sandbox/php/values/bytes.ts';
import { bytesOf } from '../literals.ts';
import type { Node } from '../parse.ts';
import { merged } from './arrays.ts';
import { binding, type Code, equality, infix, literal, whole, within } from './code.ts';
import { isSimple, js, numberCode, operand, rootOf, target, textCode, value, withoutNull } from './expressions.ts';
import { closure } from './functions.ts';
import type { Helper } from './helpers.ts';
import { condition } from './operators.ts';
import { regex, replacement } from './patterns.ts';
import { cannot, need, type State } from './state.ts';
import { elementsOf, isOnly, mayBe } from './types.ts';
import { typeOf } from './typing.ts';

interface Given {
  s: State;
  node: Node;
  args: Node[];
  /** Whether the call is only looked at as true or false. */
  asCondition: boolean;
}
type Writer = (given: Given) => Code | string;

const at = ({ node, args }: Given, i: number): Node => args[i] ?? cannot(node, `This ${String(node['what'].name)}()`);
/** An argument as it is, as a text, as a number. */
const plain = (given: Given, i: number): string => {
  const node = at(given, i);
  return isOnly(typeOf(given.s, node), 'xml') ? textCode(given.s, node) : js(given.s, withoutNull(node));
};
const textOf = (given: Given, i: number): string => textCode(given.s, at(given, i));
const numberOf = (given: Given, i: number): string => within(numberCode(given.s, at(given, i)), binding.assign);
const isLiteral = (node: Node | undefined): node is Node => node?.kind === 'string';
const literalOf = (given: Given, i: number): string => {
  const node = at(given, i);
  return isLiteral(node) ? toText(bytesOf(node)) : cannot(node, 'This argument');
};

/** A helper with all arguments as they are. */
const helped =
  (helper: Helper): Writer =>
  (given) =>
    `${need(given.s, helper)}(${given.args.map((_, i) => plain(given, i)).join(', ')})`;
/** A method of a text. */
const method =
  (name: string): Writer =>
  (given) =>
    `${textOf(given, 0)}.${name}(${given.args
      .slice(1)
      .map((_, i) => textOf(given, i + 1))
      .join(', ')})`;
/** A call of the core with texts. */
const core =
  (name: string): Writer =>
  (given) =>
    `$core.${name}(${given.args.map((_, i) => plain(given, i)).join(', ')})`;
const math =
  (name: string): Writer =>
  (given) =>
    `Math.${name}(${numberOf(given, 0)})`;

/** The elements as a list. */
const rowsOf = (given: Given, i: number): string => {
  const node = at(given, i);
  return typeOf(given.s, node).shape === 'list' && isOnly(typeOf(given.s, node), 'array')
    ? operand(given.s, node)
    : `${need(given.s, 'rows')}(${plain(given, i)})`;
};
const isList = (given: Given, i: number): boolean =>
  typeOf(given.s, at(given, i)).shape === 'list' && isOnly(typeOf(given.s, at(given, i)), 'array');

/** A function that is an argument: a closure, or one by its name. */
function callback(given: Given, i: number, params = ['x']): string {
  const node = at(given, i);
  if (node.kind === 'closure' || node.kind === 'arrowfunc') return closure(given.s, node, true).js;
  if (!isLiteral(node)) return cannot(node, 'This function');
  const called: Node = {
    kind: 'call',
    what: { kind: 'name', name: bytesOf(node) },
    arguments: params.map((name) => ({ kind: 'variable', name, loc: node.loc })),
    loc: node.loc as NonNullable<Node['loc']>,
  };
  const own = given.s.script.functions.get(bytesOf(node).toLowerCase());
  if (own !== undefined) return js(given.s, { kind: 'name', name: own['name'].name });
  const inner: State = { ...given.s, scope: { ...given.s.scope, main: false, types: new Map(), renamed: new Map() } };
  const code = builtin(inner, called, bytesOf(node).toLowerCase(), called['arguments'], false).js;
  const alone = /^(\w+)\(x\)$/.exec(code);
  return alone?.[1] !== undefined && params.length === 1 ? alone[1] : `(${params.join(', ')}) => ${code}`;
}

/** A variable that is sorted or otherwise changed as a whole. */
function changed(given: Given, change: (list: string) => string): string {
  const node = at(given, 0);
  if (isList(given, 0)) return change(operand(given.s, node));
  return `${target(given.s, node)} = ${change(`${need(given.s, 'rows')}(${js(given.s, node)})`)}`;
}

const trimming =
  (helper: Helper, ends: readonly string[]): Writer =>
  (given) => {
    if (given.args.length === 1) return `${need(given.s, helper)}(${plain(given, 0)})`;
    const set = literalOf(given, 1);
    if (set.includes('..')) return cannot(given.node, 'A range of characters to trim');
    const letters = `[${set
      .replace(/[\\\]^/-]/g, '\\$&')
      .replaceAll('\n', '\\n')
      .replaceAll('\r', '\\r')
      .replaceAll('\t', '\\t')}]+`;
    return `${textOf(given, 0)}.replace(/${ends.map((end) => (end === '^' ? `^${letters}` : `${letters}$`)).join('|')}/g, '')`;
  };

const kindTest =
  (kind: string): Writer =>
  (given) => ({
    js: `typeof ${operand(given.s, withoutNull(at(given, 0)), binding.unary)} === '${kind}'`,
    binds: binding.equality,
  });

const flagsOf = (node: Node | undefined): string[] =>
  node === undefined
    ? []
    : node.kind === 'bin' && node['type'] === '|'
      ? [...flagsOf(node['left']), ...flagsOf(node['right'])]
      : [String(node['name'] ?? node['value'] ?? '')];

/** Letters of `date()` that the helper knows. */
const dateLetters = 'djDlNwmnMFtYyHGhgAaiseTPOpUc';

const dateOf: Writer = (given) => {
  const letters =
    literalOf(given, 0)
      .replace(/\\./gs, '')
      .match(/[A-Za-z]/g) ?? [];
  if (letters.some((letter) => !dateLetters.includes(letter))) return cannot(given.node, 'A date in this form');
  return written(given);
};
const written: Writer = (given) =>
  `${need(given.s, 'date')}(${textOf(given, 0)}${given.args[1] ? `, ${numberOf(given, 1)}` : ''})`;

const writers: { readonly [name: string]: Writer | undefined } = Object.assign(Object.create(null) as object, {
  // Texts.
  trim: trimming('trim', ['^', '$']),
  ltrim: trimming('ltrim', ['^']),
  rtrim: trimming('rtrim', ['$']),
  strlen: (given: Given) => `${need(given.s, 'bytes')}(${plain(given, 0)}).length`,
  mb_strlen: (given: Given) => `[...${textOf(given, 0)}].length`,
  strtolower: helped('lower'),
  strtoupper: helped('upper'),
  mb_strtolower: method('toLowerCase'),
  mb_strtoupper: method('toUpperCase'),
  ucfirst: helped('ucfirst'),
  ucwords: helped('ucwords'),
  str_contains: method('includes'),
  str_starts_with: method('startsWith'),
  str_ends_with: method('endsWith'),
  str_repeat: (given: Given) => `${textOf(given, 0)}.repeat(${numberOf(given, 1)})`,
  strrev: (given: Given) => `[...${textOf(given, 0)}].reverse().join('')`,
  strcmp: (given: Given) =>
    `(${textOf(given, 0)} < ${textOf(given, 1)} ? -1 : Number(${textOf(given, 0)} !== ${textOf(given, 1)}))`,
  substr: (given: Given) => {
    const [from, length] = given.args.slice(1).map((_, i) => numberOf(given, i + 1));
    return `${need(given.s, 'substr')}(${plain(given, 0)}, ${from}${length === undefined || length === 'null' ? '' : `, ${length}`})`;
  },
  mb_substr: (given: Given) =>
    `${need(given.s, 'substrChars')}(${given.args
      .slice(0, 3)
      .map((_, i) => (i === 0 ? plain(given, 0) : numberOf(given, i)))
      .join(', ')})`,
  strpos: (given: Given) =>
    given.args.length > 2 ? cannot(given.node, 'strpos() from a place on') : helped('position')(given),
  str_pad: (given: Given) => {
    const side = flagsOf(given.args[3])[0] ?? 'STR_PAD_RIGHT';
    if (!/^STR_PAD_(?:LEFT|RIGHT)$/.test(side)) return cannot(given.node, `str_pad() with ${side}`);
    const filler = given.args[2] ? textOf(given, 2) : "' '";
    return `${need(given.s, 'pad')}(${plain(given, 0)}, ${numberOf(given, 1)}, ${filler}${side === 'STR_PAD_LEFT' ? ', true' : ''})`;
  },
  str_replace: replaceText,
  addslashes: helped('slash'),
  stripslashes: helped('unslash'),
  htmlspecialchars: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'htmlspecialchars() with flags')
      : `${need(given.s, 'html')}(${plain(given, 0)})`,
  nl2br: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'This nl2br()')
      : `${textOf(given, 0)}.replace(/\\r\\n|\\n\\r|\\n|\\r/g, '<br />$&')`,
  sprintf: (given: Given) => {
    const pattern = literalOf(given, 0);
    if (/%(?:\d+\$)?[-+0-9.']*[^%dsfFxu0-9.'+-]/.test(pattern.replace(/'./g, '')))
      return cannot(given.node, 'This sprintf()');
    return `${need(given.s, 'sprintf')}(${given.args.map((_, i) => plain(given, i)).join(', ')})`;
  },
  number_format: (given: Given) =>
    `${need(given.s, 'format')}(${given.args.map((_, i) => (i < 2 ? numberOf(given, i) : textOf(given, i))).join(', ')})`,
  explode: (given: Given) => {
    if (!isLiteral(given.args[0]) || literalOf(given, 0) === '' || given.args.length > 2)
      return cannot(given.node, 'This explode()');
    return `${textOf(given, 1)}.split(${textOf(given, 0)})`;
  },
  implode: joined,
  join: joined,
  // Codes.
  md5: core('hash.md5'),
  sha1: core('hash.sha1'),
  hash: (given: Given) => {
    const name = literalOf(given, 0).toLowerCase();
    if (!/^(?:md5|sha1|sha256)$/.test(name) || given.args.length > 2) return cannot(given.node, `hash('${name}')`);
    return `$core.hash.${name}(${plain(given, 1)})`;
  },
  hash_hmac: (given: Given) => {
    const name = { sha1: 'hmacSha1', sha256: 'hmacSha256' }[literalOf(given, 0).toLowerCase()];
    if (name === undefined || given.args.length > 3) return cannot(given.node, 'This hash_hmac()');
    return `$core.hash.${name}(${plain(given, 1)}, ${plain(given, 2)})`;
  },
  hash_equals: (given: Given) => equality(textOf(given, 0), '===', textOf(given, 1)),
  base64_encode: core('base64.encode'),
  base64_decode: (given: Given) =>
    given.args.length > 1 ? cannot(given.node, 'This base64_decode()') : core('base64.decode')(given),
  urlencode: core('urlencode'),
  rawurlencode: helped('rawurlencode'),
  urldecode: helped('urldecode'),
  http_build_query: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'This http_build_query()')
      : `${need(given.s, 'query')}(${plain(given, 0)})`,
  json_encode: (given: Given) => {
    const flags = flagsOf(given.args[1]);
    if (flags.some((flag) => !/^JSON_UNESCAPED_(?:UNICODE|SLASHES)$/.test(flag)))
      return cannot(given.node, 'json_encode() with these flags');
    const [slashes, unicode] = [!flags.includes('JSON_UNESCAPED_SLASHES'), !flags.includes('JSON_UNESCAPED_UNICODE')];
    const more = unicode ? (slashes ? '' : ', false') : `, ${slashes}, false`;
    return `${need(given.s, 'json')}(${plain(given, 0)}${more})`;
  },
  json_decode: (given: Given) =>
    given.args.length > 2
      ? cannot(given.node, 'json_decode() with flags')
      : `${need(given.s, 'parse')}(${plain(given, 0)})`,
  // Numbers.
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
  // Types.
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
  // Arrays.
  count: counted,
  sizeof: counted,
  in_array: (given: Given) => {
    const strict = given.args[2]?.kind === 'boolean' && given.args[2]['value'] === true;
    const [needle, list] = [typeOf(given.s, at(given, 0)), elementsOf(typeOf(given.s, at(given, 1)))];
    if (strict || (isOnly(needle, 'number') && isOnly(list, 'number')))
      return `${rowsOf(given, 1)}.includes(${plain(given, 0)})`;
    return given.args.length > 2
      ? cannot(given.node, 'This in_array()')
      : `${need(given.s, 'inArray')}(${plain(given, 0)}, ${plain(given, 1)})`;
  },
  array_key_exists: (given: Given) => `Object.hasOwn(${plain(given, 1)}, ${plain(given, 0)})`,
  key_exists: (given: Given) => `Object.hasOwn(${plain(given, 1)}, ${plain(given, 0)})`,
  array_keys: (given: Given) =>
    given.args.length > 1 ? cannot(given.node, 'This array_keys()') : `${need(given.s, 'keys')}(${plain(given, 0)})`,
  array_values: (given: Given) => `Object.values(${plain(given, 0)})`,
  array_merge: (given: Given) => merged(given.s, given.args),
  array_replace: (given: Given) => `{ ${given.args.map((_, i) => `...${plain(given, i)}`).join(', ')} }`,
  array_map: (given: Given) => {
    if (given.args.length !== 2) return cannot(given.node, 'array_map() over several arrays');
    return isList(given, 1)
      ? `${operand(given.s, at(given, 1))}.map(${callback(given, 0)})`
      : `${need(given.s, 'map')}(${callback(given, 0)}, ${plain(given, 1)})`;
  },
  array_filter: (given: Given) => {
    if (given.args.length > 2) return cannot(given.node, 'array_filter() by keys');
    return `${need(given.s, 'filter')}(${plain(given, 0)}, ${given.args[1] ? truthyCallback(given) : need(given.s, 'truthy')})`;
  },
  array_column: helped('column'),
  array_sum: (given: Given) => {
    const number = isOnly(elementsOf(typeOf(given.s, at(given, 0))), 'number');
    return `${rowsOf(given, 0)}.reduce((sum, one) => sum + ${number ? 'one' : `${need(given.s, 'number')}(one)`}, 0)`;
  },
  array_unique: helped('unique'),
  array_search: (given: Given) =>
    given.args.length > 2
      ? cannot(given.node, 'This array_search()')
      : `${need(given.s, 'search')}(${plain(given, 0)}, ${plain(given, 1)})`,
  array_reverse: (given: Given) => `[...${rowsOf(given, 0)}].reverse()`,
  array_slice: (given: Given) => {
    if (given.args.length > 3) return cannot(given.node, 'This array_slice()');
    return `${need(given.s, 'part')}(${rowsOf(given, 0)}, ${given.args
      .slice(1)
      .map((_, i) => numberOf(given, i + 1))
      .join(', ')})`;
  },
  array_pad: (given: Given) =>
    isList(given, 0)
      ? `${need(given.s, 'padList')}(${plain(given, 0)}, ${numberOf(given, 1)}, ${plain(given, 2)})`
      : cannot(given.node, 'This array_pad()'),
  array_flip: (given: Given) =>
    `Object.fromEntries(${need(given.s, 'entries')}(${plain(given, 0)}).map(([k, v]) => [v, k]))`,
  array_combine: (given: Given) => `Object.fromEntries(${rowsOf(given, 0)}.map((k, i) => [k, ${rowsOf(given, 1)}[i]]))`,
  array_fill_keys: (given: Given) => `Object.fromEntries(${rowsOf(given, 0)}.map((k) => [k, ${plain(given, 1)}]))`,
  array_intersect_key: keyed((name) => name),
  array_diff_key: keyed((name) => `!${name}`),
  array_diff: (given: Given) =>
    `${need(given.s, 'filter')}(${plain(given, 0)}, (x) => !${rowsOf(given, 1)}.some((one) => ${need(given.s, 'text')}(one) === text(x)))`,
  range: (given: Given) =>
    given.args.some((one) => !isOnly(typeOf(given.s, one), 'number'))
      ? cannot(given.node, 'range() of what may be no numbers')
      : `${need(given.s, 'range')}(${given.args.map((_, i) => numberOf(given, i)).join(', ')})`,
  array_push: (given: Given) =>
    isList(given, 0)
      ? `${js(given.s, at(given, 0))}.push(${given.args
          .slice(1)
          .map((_, i) => plain(given, i + 1))
          .join(', ')})`
      : cannot(given.node, 'array_push() with what may be no list'),
  array_pop: (given: Given) =>
    isList(given, 0)
      ? `${js(given.s, at(given, 0))}.pop()`
      : cannot(given.node, 'array_pop() with what may be no list'),
  array_shift: (given: Given) =>
    isList(given, 0)
      ? `${js(given.s, at(given, 0))}.shift()`
      : cannot(given.node, 'array_shift() with what may be no list'),
  usort: (given: Given) => changed(given, (list) => `${list}.sort(${comparator(given)})`),
  sort: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'sort() with flags')
      : changed(given, (list) => `${list}.sort(${need(given.s, 'compare')})`),
  rsort: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'rsort() with flags')
      : changed(given, (list) => `${list}.sort((a, b) => ${need(given.s, 'compare')}(b, a))`),
  array_walk: (given: Given) => {
    if (given.args.length > 2) return cannot(given.node, 'This array_walk()');
    const params = (at(given, 1)['arguments'] ?? []) as Node[];
    if (params.length < 2) return `${rowsOf(given, 0)}.forEach((x) => (${callback(given, 1)})(x))`;
    const code = callback(given, 1).replace(/^\(([\w$]+), ([\w$]+)\)/, '([$2, $1])');
    return `${need(given.s, 'entries')}(${plain(given, 0)}).forEach(${code})`;
  },
  compact: (given: Given) => `{ ${given.args.map((_, i) => shorthand(given, i)).join(', ')} }`,
  call_user_func: (given: Given) =>
    `${operand(given.s, at(given, 0))}(${given.args
      .slice(1)
      .map((_, i) => plain(given, i + 1))
      .join(', ')})`,
  // Moments.
  time: () => '$now',
  date: dateOf,
  gmdate: dateOf,
  strtotime: (given: Given) => {
    if (given.args.length > 1) return cannot(given.node, 'strtotime() from another moment');
    if (
      isLiteral(given.args[0]) &&
      !/^\s*(?:now|\d{4}-\d\d?-\d\d?(?:[T ]+\d\d?:\d\d(?::\d\d)?)?|\d\d?\.\d\d?\.\d{4})\s*$/i.test(literalOf(given, 0))
    )
      return cannot(given.node, 'This way to write a moment');
    return `${need(given.s, 'moment')}(${plain(given, 0)})`;
  },
  // Regular expressions.
  preg_match: matched,
  preg_replace: (given: Given) => {
    if (given.args.length > 3) return cannot(given.node, 'This preg_replace()');
    return `${textOf(given, 2)}.replace(${regex(at(given, 0), true)}, ${literal(replacement(at(given, 1)))})`;
  },
  preg_split: (given: Given) => {
    const code = `${textOf(given, 1)}.split(${regex(at(given, 0), false)})`;
    if (/\((?!\?)/.test(literalOf(given, 0))) return cannot(given.node, 'preg_split() with groups');
    const limit = given.args[2];
    const unlimited =
      limit === undefined ||
      limit.kind === 'nullkeyword' ||
      (limit.kind === 'number' && limit['value'] === '0') ||
      (limit.kind === 'unary' && limit['type'] === '-');
    const flags = flagsOf(given.args[3]);
    if (!unlimited || flags.some((flag) => flag !== 'PREG_SPLIT_NO_EMPTY'))
      return cannot(given.node, 'This preg_split()');
    return flags.length > 0 ? `${code}.filter((one) => one !== '')` : code;
  },
  preg_quote: (given: Given) => `${textOf(given, 0)}.replace(/[.\\\\+*?[^\\]$(){}=!<>|:\\-#/]/g, '\\\\$&')`,
  // The log.
  error_log: (given: Given) => `console.warn(${plain(given, 0)})`,
  print_r: (given: Given) =>
    given.args.length > 1 ? cannot(given.node, 'print_r() as a text') : `console.log(${plain(given, 0)})`,
  var_dump: (given: Given) => `console.log(${given.args.map((_, i) => plain(given, i)).join(', ')})`,
} satisfies { [name: string]: Writer });

const otherNames: Record<string, string> = {
  chop: 'rtrim',
  is_integer: 'is_int',
  is_long: 'is_int',
  doubleval: 'floatval',
};

export function builtin(s: State, node: Node, name: string, args: Node[], asCondition: boolean): Code {
  const spread = args.some(({ kind }) => kind === 'variadic');
  const writer = writers[otherNames[name] ?? name];
  if (writer === undefined || (spread && name !== 'max' && name !== 'min')) return cannot(node, `${name}()`);
  const made = writer({ s, node, args, asCondition });
  return typeof made === 'string' ? whole(made) : made;
}

function joined(given: Given): string {
  const [first, second] = given.args;
  if (first === undefined || (second === undefined && first.kind === 'string'))
    return cannot(given.node, 'This implode()');
  const [list, separator] = second === undefined ? [0, "''"] : [1, textOf(given, 0)];
  const node = at(given, list);
  const isKeys =
    node.kind === 'call' && String(node['what'].name).toLowerCase() === 'array_keys' && node['arguments'].length === 1;
  if (isKeys) return `Object.keys(${js(given.s, node['arguments'][0])}).join(${separator})`;
  const isPlain = isOnly(elementsOf(typeOf(given.s, node)), 'string', 'int');
  return `${rowsOf(given, list)}${isPlain ? '' : `.map(${need(given.s, 'text')})`}.join(${separator})`;
}

function counted(given: Given): string {
  if (given.args.length > 1) return cannot(given.node, 'This count()');
  const type = typeOf(given.s, at(given, 0));
  if (isOnly(type, 'xml')) return `${need(given.s, 'list')}(${js(given.s, at(given, 0))}).length`;
  return isList(given, 0)
    ? `${operand(given.s, at(given, 0))}.length`
    : `${need(given.s, 'count')}(${plain(given, 0)})`;
}

function replaceText(given: Given): string {
  const [what, by] = [at(given, 0), at(given, 1)];
  if (given.args.length > 3) return cannot(given.node, 'str_replace() that counts');
  const pairs =
    what.kind === 'array'
      ? (what['items'] as Node[]).map((item, i): [Node, Node | undefined] => [
          item['value'],
          by.kind === 'array' ? by['items'][i]?.value : by,
        ])
      : [[what, by] as [Node, Node]];
  const simple = pairs.every(([one, other]) => isLiteral(one) && bytesOf(one) !== '' && isLiteral(other));
  if (!simple) return `${need(given.s, 'replace')}(${plain(given, 0)}, ${plain(given, 1)}, ${plain(given, 2)})`;
  if (mayBe(typeOf(given.s, at(given, 2)), 'array') && isOnly(typeOf(given.s, at(given, 2)), 'array'))
    return cannot(given.node, 'str_replace() in an array');
  const calls = pairs.map(
    ([one, other]) =>
      `.replaceAll(${literal(toText(bytesOf(one)))}, ${literal(toText(bytesOf(other as Node)).replaceAll('$', '$$$$'))})`,
  );
  return textOf(given, 2) + calls.join('');
}

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

function keyed(test: (name: string) => string): Writer {
  return (given) => {
    if (given.args.length !== 2) return cannot(given.node, 'This call');
    const there = test(`Object.hasOwn(${plain(given, 1)}, k)`);
    return `Object.fromEntries(Object.entries(${plain(given, 0)}).filter(([k]) => ${there}))`;
  };
}

/** A closure that answers with something that JavaScript tests differently answers with what PHP makes of it. */
function truthyCallback(given: Given): string {
  const node = at(given, 1);
  if (node.kind === 'arrowfunc') {
    const code = callback(given, 1);
    // What it gives is known only inside of it, so it is written as a condition there.
    const body = node['body'] as Node;
    const isBool =
      ['isset', 'empty'].includes(body.kind) ||
      (body.kind === 'unary' && body['type'] === '!') ||
      (body.kind === 'bin' && /^(?:[=!]==?|[<>]=?|&&|\|\|)$/.test(body['type'])) ||
      (body.kind === 'call' && isOnly(typeOf(given.s, body), 'bool'));
    return isBool ? code : `(x) => ${need(given.s, 'truthy')}((${code})(x))`;
  }
  return `(x) => ${need(given.s, 'truthy')}((${callback(given, 1)})(x))`;
}

/** PHP takes bools for an order too, JavaScript does not. */
function comparator(given: Given): string {
  const node = at(given, 1);
  const body = node.kind === 'arrowfunc' ? (node['body'] as Node) : null;
  if (body !== null && isOnly(typeOf(given.s, body), 'bool')) return cannot(node, 'An order that says only yes or no');
  return callback(given, 1, ['a', 'b']);
}

function shorthand(given: Given, i: number): string {
  const name = literalOf(given, i);
  const code = js(given.s, { kind: 'variable', name, loc: given.node.loc as NonNullable<Node['loc']> });
  return code === name ? name : `${name}: ${code}`;
}

function matched(given: Given): Code | string {
  const { s, node, args, asCondition } = given;
  const pattern = regex(at(given, 0), false);
  if (args.length > 3) return cannot(node, 'preg_match() with flags');
  if (args.length === 2) {
    const test = `${pattern}.test(${textOf(given, 1)})`;
    return asCondition ? test : `Number(${test})`;
  }
  const to = at(given, 2);
  if (to.kind !== 'variable' || rootOf(to) === null) return cannot(to, 'This place for a match');
  const found = `(${target(s, to)} = ${need(s, 'match')}(${pattern}, ${plain(given, 1)})).length`;
  return {
    js: asCondition ? `${found} > 0` : `Number(${found} > 0)`,
    binds: asCondition ? binding.relation : binding.whole,
  };
}
