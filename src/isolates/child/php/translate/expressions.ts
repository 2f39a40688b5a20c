/** Expressions. */

import { toText } from '../../../../../sandbox/php/values/bytes.ts';
import { normalKey } from '../../../../../sandbox/php/values/keys.ts';
import { bytesOf, pieceBytes } from '../literals.ts';
import type { Node } from '../parse.ts';
import { binding, type Code, infix, literal, member, whole, within } from './code.ts';
import { cannot, isInjected, need, plainName, type State, variable } from './state.ts';
import { isOnly, kinds, mayBe, type Type } from './types.ts';
import { typeOf } from './typing.ts';

export const js = (s: State, node: Node): string => value(s, node).js;
/** As an argument, or wherever else commas separate. */
export const operand = (s: State, node: Node, least: number = binding.whole): string => within(value(s, node), least);

export function value(s: State, node: Node): Code {
  switch (node.kind) {
    case 'variable':
      return whole(variable(s, node));
    case 'string':
    case 'nowdoc':
      return whole(literal(toText(bytesOf(node))));
    case 'number':
      return /^(?:0|[1-9]\d{0,14}|\d+\.\d+)$/.test(node['value'])
        ? whole(node['value'])
        : cannot(node, `The number ${node['value']}`);
    case 'boolean':
      return whole(String(node['value']));
    case 'nullkeyword':
      return whole('null');
    case 'offsetlookup':
      return whole(element(s, node, false));
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return whole(propertyCode(s, node, node.kind !== 'propertylookup'));
    case 'array':
      return whole(s.parts.arrayCode(s, node));
    case 'call':
      return s.parts.callCode(s, node);
    case 'encapsed':
      return whole(template(s, [node]));
    case 'silent':
      return isPath(node['expr']) ? whole(quiet(s, node['expr'])) : value(s, node['expr']);
    case 'isset':
    case 'empty':
      return s.parts.condition(s, node);
    case 'unary':
      return unary(s, node);
    case 'retif':
      return choice(s, node);
    case 'bin':
      return s.parts.binary(s, node);
    case 'cast':
      return cast(s, node);
    case 'assign':
      return assignment(s, node);
    case 'pre':
    case 'post':
      return step(s, node);
    case 'closure':
    case 'arrowfunc':
      return s.parts.closure(s, node);
    case 'match':
      return s.parts.matching(s, node);
    case 'name':
      return constant(s, node);
    case 'magic':
      return cannot(node, String(node['value']));
    case 'new':
      return cannot(node, 'new');
    case 'exit':
      return cannot(node, 'exit within something else');
    default:
      return cannot(node, `«${node.kind}»`);
  }
}

function constant(s: State, node: Node): Code {
  const name = String(node['name']).replace(/^\\/, '');
  if (s.script.constants.has(name)) return whole(name);
  if (name === 'PHP_EOL') return whole("'\\n'");
  return cannot(node, `The constant ${name}`);
}

// ── Elements ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export const isPath = (node: Node): boolean =>
  ['variable', 'offsetlookup', 'propertylookup', 'nullsafepropertylookup'].includes(node.kind);

/** Whether it may be read twice. */
export const isSimple = (node: Node): boolean =>
  node.kind === 'silent'
    ? isSimple(node['expr'])
    : node.kind === 'variable' ||
      ['string', 'number', 'nullkeyword', 'boolean'].includes(node.kind) ||
      (node.kind === 'offsetlookup' &&
        node['offset'] !== false &&
        isSimple(node['what']) &&
        isSimple(node['offset'])) ||
      (node.kind === 'propertylookup' && isSimple(node['what'])) ||
      (node.kind === 'bin' && node['type'] === '??' && isSimple(node['left']) && isSimple(node['right']));

/** A table of the script's own, or one that is always there, needs no `?.`. */
const isThere = (s: State, node: Node): boolean => {
  const type = typeOf(s, node);
  return (
    (node.kind === 'variable' && s.scope.sure.has(String(node['name']))) ||
    isOnly(type, 'array') ||
    (node.kind === 'variable' && isInjected(s, plainName(node)) && !/^(?:data|carry)$/.test(plainName(node)))
  );
};

/** Read without a word where it is not there. */
export function quiet(s: State, node: Node): string {
  if (node.kind === 'offsetlookup') return element(s, node, true);
  if (node.kind === 'propertylookup' || node.kind === 'nullsafepropertylookup') return propertyCode(s, node, true);
  return operand(s, node);
}

export function element(s: State, node: Node, quietly: boolean): string {
  const { what, offset } = node as unknown as { what: Node; offset: Node | false };
  if (!offset) return cannot(node, '[] as a value');
  if (isOnly(typeOf(s, what), 'xml')) return xmlElement(s, node, what, offset);
  const container = quietly && isPath(what) ? quiet(s, what) : operand(s, what);
  // What a variable holds is taken to be there, as the script takes it; what a row holds may not be.
  const optional = quietly ? !isThere(s, what) : what.kind !== 'variable' && what.kind !== 'call' && !isThere(s, what);
  return container + keyed(s, offset, optional);
}

/** `.name`, `[0]` or `[key]` */
export function keyed(s: State, offset: Node, optional: boolean): string {
  if (offset.kind === 'string')
    return member(
      String(normalKey(bytesOf(offset))) === bytesOf(offset)
        ? toText(bytesOf(offset))
        : String(normalKey(bytesOf(offset))),
      optional,
    );
  if (offset.kind === 'number' && /^(?:0|[1-9]\d{0,14})$/.test(offset['value']))
    return member(String(offset['value']), optional);
  if (offset.kind === 'unary' && offset['type'] === '-' && offset['what'].kind === 'number')
    return member(`-${offset['what'].value}`, optional);
  return `${optional ? '?.' : ''}[${keyOf(s, offset)}]`;
}

/** A key that is worked out. Null is the key '' in PHP, which is nobody's. */
function keyOf(s: State, node: Node): string {
  const type = typeOf(s, node);
  if (isOnly(type, 'xml')) return textCode(s, node);
  if (mayBe(type, 'bool') && isOnly(type, 'bool')) return `Number(${js(s, node)})`;
  return js(
    s,
    node.kind === 'bin' && node['type'] === '??' && node['right'].kind === 'nullkeyword' ? node['left'] : node,
  );
}

function xmlElement(s: State, node: Node, what: Node, offset: Node): string {
  if (offset.kind === 'number') return `${need(s, 'list')}(${js(s, what)})[${offset['value']}]`;
  if (offset.kind !== 'string') return cannot(node, 'This part of XML');
  return `${need(s, 'attribute')}(${js(s, what)}, ${js(s, offset)})`;
}

function propertyCode(s: State, node: Node, optional: boolean): string {
  const { what, offset } = node as unknown as { what: Node; offset: Node };
  if (what.kind === 'variable' && what['name'] === 'core') return cannot(node, '$core as a value');
  const isXml = isOnly(typeOf(s, what), 'xml');
  if (isXml && what.kind === 'propertylookup' && offset.kind === 'identifier')
    return `${need(s, 'list')}(${js(s, what)})[0]${member(offset['name'], true)}`;
  const name =
    offset.kind === 'identifier'
      ? member(offset['name'], optional || what.kind !== 'variable')
      : `${optional ? '?.' : ''}[${js(s, offset)}]`;
  return (optional && isPath(what) ? quiet(s, what) : operand(s, what)) + name;
}

// ── Texts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The value as a text. */
export function textCode(s: State, node: Node): string {
  const type = typeOf(s, node);
  if (isOnly(type, 'xml') && !isAttribute(s, node)) return `${need(s, 'content')}(${js(s, node)})`;
  if (isOnly(type, 'string')) return operand(s, node);
  if (isOnly(type, 'int')) return `String(${js(s, node)})`;
  return `${need(s, 'text')}(${js(s, withoutNull(node))})`;
}

/** What gives a text already. */
export const isAttribute = (s: State, node: Node): boolean =>
  node.kind === 'offsetlookup' && node['offset']?.kind === 'string' && isOnly(typeOf(s, node['what']), 'xml');

/** `x ?? null` is `x` to whoever takes undefined for null. */
export const withoutNull = (node: Node): Node =>
  node.kind === 'bin' && node['type'] === '??' && ['nullkeyword'].includes(node['right'].kind) && isPath(node['left'])
    ? { kind: 'silent', expr: node['left'], loc: node.loc as NonNullable<Node['loc']> }
    : node;

/** Texts, and what stands between them. */
export function template(s: State, nodes: readonly Node[]): string {
  const pieces = nodes.flatMap((node) => (node.kind === 'encapsed' ? encapsedPieces(node) : [node]));
  const codes = pieces.map((piece) => {
    if (typeof piece === 'string') return escaped(piece);
    if (piece.kind === 'string' || piece.kind === 'nowdoc') return escaped(toText(bytesOf(piece)));
    const type = typeOf(s, piece);
    // Text and numbers are written in the same way.
    return `\${${isOnly(type, 'string', 'int') ? js(s, piece) : textCode(s, piece)}}`;
  });
  return `\`${codes.join('')}\``;
}

const escaped = (text: string): string =>
  JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('`', '\\`').replaceAll('${', '\\${');

function encapsedPieces(node: Node): (string | Node)[] {
  if (node['type'] === 'shell') return cannot(node, '`…`');
  const parts = node['value'] as Node[];
  return parts.map((part, i) => {
    const inner = part['expression'] as Node;
    if (inner.kind === 'string' && part['syntax'] === null)
      return toText(pieceBytes(inner, node, i === 0, i === parts.length - 1));
    if (inner.kind === 'offsetlookup' && inner['offset'].kind === 'identifier')
      return Object.assign({}, inner, { offset: { kind: 'string', raw: `'${inner['offset'].name}'`, loc: inner.loc } });
    if (inner.kind === 'name') return cannot(node, 'This variable');
    return inner;
  });
}

// ── Operators with one operand, and choices ───────────────────────────────────────────────────────────────────────────

function unary(s: State, node: Node): Code {
  const what = node['what'] as Node;
  if (node['type'] === '!') return s.parts.condition(s, node);
  if (node['type'] === '-' || node['type'] === '+') {
    const code = numberCode(s, what);
    return {
      js: `${node['type'] === '+' ? '' : '-'}${within(code, binding.unary)}`,
      binds: node['type'] === '+' ? code.binds : binding.unary,
    };
  }
  return cannot(node, `The operator ${node['type']}`);
}

/** The value as a number. */
export function numberCode(s: State, node: Node): Code {
  const type = typeOf(s, node);
  if (isOnly(type, 'number')) return value(s, node);
  if (isOnly(type, 'xml')) return whole(`${need(s, 'number')}(${textCode(s, node)})`);
  return whole(`${need(s, 'number')}(${js(s, withoutNull(node))})`);
}

function choice(s: State, node: Node): Code {
  const { test, trueExpr, falseExpr } = node as unknown as { test: Node; trueExpr: Node | null; falseExpr: Node };
  const otherwise = value(s, falseExpr);
  if (trueExpr !== null) {
    const code = `${within(s.parts.condition(s, test), binding.coalesce)} ? ${within(value(s, trueExpr), binding.choice)} : ${within(otherwise, binding.choice)}`;
    return { js: code, binds: binding.choice };
  }
  const plain = withoutNull(
    test.kind === 'bin' && test['type'] === '??' && isEmptyText(test['right'])
      ? { ...test, right: { kind: 'nullkeyword' } }
      : test,
  );
  if (isTruthyAlike(typeOf(s, test))) return infix(value(s, plain), '||', otherwise, binding.or);
  if (!isSimple(falseExpr)) return cannot(node, '?: with something that is worked out');
  return whole(`${need(s, 'or')}(${js(s, plain)}, ${otherwise.js})`);
}

const isEmptyText = (node: Node): boolean => node.kind === 'string' && bytesOf(node) === '';

/** Whether JavaScript takes the same values for true. */
export const isTruthyAlike = (type: Type): boolean =>
  isOnly(type, 'null', 'bool', 'number', 'callable', 'object') ||
  (isOnly(type, 'null', 'bool', 'number', 'callable', 'object', 'array') && type.filled === true);

function cast(s: State, node: Node): Code {
  const expr = node['expr'] as Node;
  const type = typeOf(s, expr);
  switch (node['type']) {
    case 'string':
      return whole(textCode(s, expr));
    case 'int':
    case 'integer':
      return isOnly(type, 'number')
        ? whole(`Math.trunc(${js(s, expr)})`)
        : whole(`${need(s, 'int')}(${isOnly(type, 'xml') ? textCode(s, expr) : js(s, withoutNull(expr))})`);
    case 'float':
    case 'double':
      return isOnly(type, 'number')
        ? value(s, expr)
        : whole(`${need(s, 'float')}(${isOnly(type, 'xml') ? textCode(s, expr) : js(s, withoutNull(expr))})`);
    case 'bool':
    case 'boolean':
      return s.parts.condition(s, expr, true);
    case 'array':
      if (isOnly(type, 'array')) return value(s, expr);
      if ((type.may & kinds.xml) === 0) return infix(value(s, expr), '??', whole('[]'), binding.coalesce);
      return cannot(node, 'The cast (array)');
    default:
      return cannot(node, `The cast (${node['type']})`);
  }
}

// ── Assignments ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A value that is put somewhere: a list or an object is copied where one of both is changed later. */
export function stored(s: State, node: Node, to: Node | null): Code {
  const plain = withoutNull(node);
  const type = typeOf(s, node);
  const from = rootOf(plain);
  const shares = from !== null && mayBe(type, 'array');
  const changes =
    shares &&
    (s.scope.changed.has(from) || (to !== null && to.kind === 'variable' && s.scope.changed.has(plainName(to))));
  if (plain.kind === 'array' && (plain['items'] as Node[]).length === 0 && to !== null) return whole(emptyOf(s, to));
  return changes ? whole(`${need(s, 'copy')}(${js(s, plain)})`) : value(s, plain);
}

/** `[]` or `{}`, by what becomes of it. */
function emptyOf(s: State, to: Node): string {
  const type = typeOf(s, to);
  if (type.shape === 'both') return cannot(to, 'An array with keys and without');
  return type.shape === 'keyed' ? '{}' : '[]';
}

/** The variable that a value is a part of; null where it is new. */
export function rootOf(node: Node): string | null {
  switch (node.kind) {
    case 'variable':
      return typeof node['name'] === 'string' ? plainName(node) : null;
    case 'offsetlookup':
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return rootOf(node['what']);
    case 'silent':
      return rootOf(node['expr']);
    case 'bin':
      return node['type'] === '??' ? (rootOf(node['left']) ?? rootOf(node['right'])) : null;
    case 'retif':
      return (node['trueExpr'] && rootOf(node['trueExpr'])) ?? rootOf(node['falseExpr']);
    default:
      return null;
  }
}

export function assignment(s: State, node: Node): Code {
  const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string };
  const to = target(s, left);
  const written = (code: Code, sign = '='): Code => ({
    js: `${to} ${sign} ${within(code, binding.assign)}`,
    binds: binding.assign,
  });
  if (left.kind === 'offsetlookup' && left['offset'] === false) {
    if (operator !== '=') return cannot(node, 'This assignment');
    return whole(`${to}.push(${js(s, right)})`);
  }
  switch (operator) {
    case '=': {
      const slashed = isCommentKey(left) ? unslashed(right) : right;
      return written(stored(s, slashed, left));
    }
    case '.=': {
      if (isOnly(typeOf(s, left), 'string')) return written(whole(textCode(s, right)), '+=');
      return written(whole(template(s, [left, ...concatenated(right)])));
    }
    case '??=':
      return written(stored(s, right, left), '??=');
    case '+=':
    case '-=':
    case '*=':
      if (isOnly(typeOf(s, left), 'number')) return written(numberCode(s, right), operator);
      if (operator === '+=' && isOnly(typeOf(s, right), 'array')) return cannot(node, 'This assignment');
      return written(
        infix(
          numberCode(s, left),
          operator.slice(0, 1),
          numberCode(s, right),
          operator === '*=' ? binding.product : binding.sum,
        ),
      );
    case '/=':
    case '%=':
    case '**=':
      return written(
        s.parts.binary(s, { kind: 'bin', type: operator.slice(0, -1), left, right, loc: node.loc } as Node),
      );
    default:
      return cannot(node, 'This assignment');
  }
}

/** The parts of `a . b . c` */
export const concatenated = (node: Node): Node[] =>
  node.kind === 'bin' && node['type'] === '.'
    ? [...concatenated(node['left']), ...concatenated(node['right'])]
    : [node];

export const isCommentKey = (node: Node): boolean =>
  node.kind === 'offsetlookup' &&
  node['offset'] !== false &&
  node['offset'].kind === 'string' &&
  bytesOf(node['offset']) === 'comment';

/** The slashes that PHP scripts add to a comment for a database go with the database. */
export const unslashed = (node: Node): Node =>
  node.kind === 'call' && node['what'].kind === 'name' && String(node['what'].name).toLowerCase() === 'addslashes'
    ? (node['arguments'][0] as Node)
    : node;

/** An array that may be missing; of what may be anything at all, a row, it is taken to be there. */
export const isNullable = (type: Type): boolean =>
  mayBe(type, 'null') && (type.unsure === true || isOnly(type, 'null', 'array'));

/** What stands left of `=`. */
export function target(s: State, node: Node): string {
  switch (node.kind) {
    case 'variable':
      if (['core', 'e2i', 'ids', 'i2t'].includes(String(node['name'])))
        return cannot(node, `A new value of $${node['name']}`);
      return variable(s, node);
    case 'offsetlookup': {
      const { what, offset } = node as unknown as { what: Node; offset: Node | false };
      const type = typeOf(s, what);
      if (isOnly(type, 'xml') || isOnly(type, 'string')) return cannot(node, 'Writing into a text or XML');
      if (offset === false && type.shape !== 'list' && what.kind === 'variable')
        return cannot(node, '[] with something that may be no list');
      if (offset !== false && type.shape === 'list') return cannot(node, 'A key in a list');
      if (type.shape === 'both') return cannot(node, 'An array with keys and without');
      if (!mayBe(type, 'array')) return cannot(node, 'Writing into what is no array');
      if (isOnly(type, 'bool', 'array', 'number', 'string') && !isOnly(type, 'array'))
        return cannot(node, 'Writing into what may be no array');
      const made = offset === false ? '[]' : '{}';
      // What is null becomes an array by being written into.
      const isThere = what.kind === 'variable' && !isNullable(type);
      const container = isThere ? target(s, what) : `(${target(s, what)} ??= ${made})`;
      return offset === false ? container : container + keyed(s, offset, false);
    }
    case 'list':
    case 'array':
      return pattern(s, node);
    default:
      return cannot(node, 'This assignment');
  }
}

/** `[a, b]` or `{id: a}` */
export function pattern(s: State, node: Node): string {
  const items = node['items'] as (Node | null)[];
  if (items.some((item) => item?.['byRef'] || item?.['unpack'])) return cannot(node, 'A list with references');
  const keys = items.filter((item) => item?.kind === 'entry' && item['key']);
  if (keys.length === 0)
    return `[${items.map((item) => (item?.kind === 'entry' ? target(s, item['value']) : '')).join(', ')}]`;
  if (keys.length < items.length) return cannot(node, 'A list with keys and without');
  const parts = (items as Node[]).map((item) => {
    if (item['key'].kind !== 'string') return cannot(item, 'This key');
    const key = toText(bytesOf(item['key']));
    const to = target(s, item['value']);
    return key === to ? key : `${literalKey(key)}: ${to}`;
  });
  return `{ ${parts.join(', ')} }`;
}

const literalKey = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? key : literal(key));

function step(s: State, node: Node): Code {
  const what = node['what'] as Node;
  if (!isOnly(typeOf(s, what), 'number'))
    return cannot(node, `${node['type']}${node['type']} of what may be no number`);
  const sign = node['type'] === '+' ? '++' : '--';
  const to = target(s, what);
  return { js: node.kind === 'pre' ? `${sign}${to}` : `${to}${sign}`, binds: binding.unary };
}
