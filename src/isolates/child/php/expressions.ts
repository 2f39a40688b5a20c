/** Expressions: what each gives, as JavaScript. */

import { findClass } from '../../../../sandbox/php/classes.ts';
import { constantNamed } from '../../../../sandbox/php/functions/constants.ts';
import { normalKey } from '../../../../sandbox/php/values/keys.ts';
import { Float } from '../../../../sandbox/php/values/value.ts';
import { assign, bindTo, chain, dynamicVariable, pathOf, quiet, readVariable, reference, update } from './access.ts';
import { call } from './calls.ts';
import {
  type Context,
  isCertain,
  isPlainVariable,
  mark,
  place,
  refuse,
  rt,
  stored,
  temp,
  test,
  text,
  typeOf,
} from './context.ts';
import { bytesOf, numberLiteral, pieceBytes, quoted, realLiteral } from './literals.ts';
import type { Node } from './parse.ts';

const arithmetic: Record<string, string> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'mod',
  '**': 'pow',
  '&': 'bitAnd',
  '|': 'bitOr',
  '^': 'bitXor',
  '<<': 'shiftLeft',
  '>>': 'shiftRight',
};

const box = (c: Context) => (n: string) => `new ${rt(c, 'Float')}(${n})`;

export function expression(c: Context, node: Node): string {
  switch (node.kind) {
    case 'variable':
      return typeof node['name'] === 'string' ? readVariable(c, node) : chainOfDynamic(c, node);
    case 'offsetlookup':
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return chain(c, node);
    case 'number':
      return numberLiteral(String(node['value']), box(c));
    case 'string':
    case 'nowdoc':
      return quoted(bytesOf(node));
    case 'boolean':
      return node['value'] ? 'true' : 'false';
    case 'nullkeyword':
      return 'null';
    case 'encapsed':
      return encapsed(c, node);
    case 'encapsedpart':
      return expression(c, node['expression']);
    case 'array':
      return arrayLiteral(c, node);
    case 'assign':
      return assignment(c, node, true);
    case 'assignref':
      return assignmentOfReference(c, node);
    case 'bin':
      return binary(c, node);
    case 'unary':
      return unary(c, node);
    case 'pre':
    case 'post':
      return stepping(c, node, true);
    case 'cast':
      return cast(c, node);
    case 'retif':
      if (node['trueExpr'] === null) {
        const t = temp(c);
        return `(${rt(c, 'bool')}(${t} = ${expression(c, node['test'])}) ? ${t} : ${expression(c, node['falseExpr'])})`;
      }
      return `(${test(c, node['test'])} ? ${expression(c, node['trueExpr'])} : ${expression(c, node['falseExpr'])})`;
    case 'isset':
      return `(${(node['variables'] as Node[]).map((one) => `(${quiet(c, one)} ?? null) !== null`).join(' && ')})`;
    case 'empty':
      return `!${rt(c, 'bool')}(${quiet(c, node['expression'])})`;
    case 'silent':
      return expression(c, node['expr']);
    case 'call':
      return call(c, node);
    case 'new':
      return instance(c, node);
    case 'closure':
    case 'arrowfunc':
      return c.closure(c, node);
    case 'match':
      return matching(c, node);
    case 'throw':
      return `${mark(node)}${rt(c, 'raise')}(${expression(c, node['what'])})`;
    case 'print':
      return `(${rt(c, 'print')}(${text(c, node['expression'])}), 1)`;
    case 'exit':
      return `${mark(node)}${rt(c, 'leave')}(${node['expression'] ? expression(c, node['expression']) : 'null'})`;
    case 'name':
      return constant(c, node);
    case 'staticlookup':
      return staticConstant(c, node);
    case 'magic':
      return magic(c, node);
    case 'clone':
      return `${mark(node)}${rt(c, 'clone')}(${expression(c, node['what'])})`;
    case 'eval':
      return refuse(c, node, 'eval() is not supported: code cannot be made from text here');
    case 'include':
      return refuse(
        c,
        node,
        `${node['require'] ? 'require' : 'include'} is not supported: a script is one text, paste the other file into it`,
      );
    case 'yield':
    case 'yieldfrom':
      return refuse(c, node, 'Generators (yield) are not supported: collect the values in an array and return it');
    case 'class':
      return refuse(c, node, 'Classes are not supported: use functions and arrays');
    default:
      return refuse(c, node, `${node.kind} is not supported`);
  }
}

function chainOfDynamic(c: Context, node: Node): string {
  const dynamic = dynamicVariable(c, node);
  return dynamic === null ? refuse(c, node, 'This variable cannot be read') : `${dynamic.scope}.get(${dynamic.name})`;
}

function encapsed(c: Context, node: Node): string {
  if (node['type'] === 'shell') return refuse(c, node, 'Backticks run commands, which scripts cannot');
  const parts = node['value'] as Node[];
  const codes = parts.map((part, i) => {
    const inner = part['expression'] as Node;
    // What stands between variables is no expression of its own.
    if (inner.kind === 'string' && part['syntax'] === null)
      return quoted(pieceBytes(inner, node, i === 0, i === parts.length - 1));
    if (part['curly'] && inner.kind === 'name') return text(c, { ...inner, kind: 'variable', name: inner['name'] });
    return text(c, inner);
  });
  return codes.length === 0
    ? '""'
    : `(${[typeOf(parts[0]?.['expression'] as Node) === 'string' ? '' : '"" + ', codes.join(' + ')].join('')})`;
}

function arrayLiteral(c: Context, node: Node): string {
  const items = node['items'] as Node[];
  const plain = items.every((item) => item.kind === 'entry' && !item['key'] && !item['byRef'] && !item['unpack']);
  if (plain) return `${rt(c, 'listOf')}([${items.map((item) => stored(c, item['value'])).join(', ')}])`;
  const keyed = items.every(
    (item) => item.kind === 'entry' && item['key']?.kind === 'string' && !item['byRef'] && !item['unpack'],
  );
  if (keyed) {
    const key = (item: Node): string => {
      const normal = normalKey(bytesOf(item['key']));
      return typeof normal === 'string' ? quoted(normal) : `${normal}${typeof normal === 'bigint' ? 'n' : ''}`;
    };
    return `${rt(c, 'pairs')}([${items.map((item) => `${key(item)}, ${stored(c, item['value'])}`).join(', ')}])`;
  }
  const parts = items.map((item) => {
    if (item.kind === 'noop') return refuse(c, node, 'Cannot use empty array elements in arrays');
    const { key, value } = item as unknown as { key: Node | null; value: Node };
    if (item['unpack']) return `.spread(${expression(c, value)})`;
    if (item['byRef']) return `.bind(${key === null ? 'undefined' : expression(c, key)}, ${reference(c, value)})`;
    return key === null ? `.push(${stored(c, value)})` : `.set(${expression(c, key)}, ${stored(c, value)})`;
  });
  return `${mark(node)}${rt(c, 'arrayOf')}()${parts.join('')}.array`;
}

/** @param wanted whether somebody looks at its value */
export function assignment(c: Context, node: Node, wanted: boolean): string {
  const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string };
  if (operator === '=') {
    if (
      (left.kind === 'list' || left.kind === 'array') &&
      isPlainVariable(right) &&
      /&/.test(JSON.stringify((left['items'] as Node[]).map((item) => (item['byRef'] ? '&' : ''))))
    ) {
      const t = temp(c);
      const at = place(c, right['name']);
      return `(${t} = ${at} = ${rt(c, 'ensure')}(${at}), ${unpackAfter(c, left, t)}, ${t})`;
    }
    return assign(c, left, stored(c, right), wanted);
  }
  const sign = operator.slice(0, -1);
  if (sign === '??') {
    const { path, before } = pathOf(c, left, true);
    if (path.steps.length === 0) return `((${quiet(c, left)}) ?? ${assign(c, left, stored(c, right), true)})`;
    const there = quietPath(c, path.root, path.steps);
    const t = temp(c);
    const write = update(
      c,
      path.root,
      (root) => `${mark(left)}${rt(c, 'set')}([${path.steps.join(', ')}], ${t} = ${stored(c, right)}, ${root})`,
    );
    return `(${[...before, `${there} ?? (${write}, ${t})`].join(', ')})`;
  }
  if (isPlainVariable(left)) {
    const at = place(c, left['name']);
    return `(${at} = ${operation(c, node, sign, readVariable(c, left), left, right)})`;
  }
  const dynamic = dynamicVariable(c, left);
  if (dynamic !== null) {
    const t = temp(c);
    return `(${t} = ${dynamic.name}, ${dynamic.scope}.set(${t}, ${operation(c, node, sign, `${dynamic.scope}.get(${t})`, left, right)}))`;
  }
  const { path } = pathOf(c, left);
  if (path.steps.length === 0) return refuse(c, node, 'This cannot be assigned to');
  const how = rt(c, sign === '.' ? 'cat' : (arithmetic[sign] as string));
  const code = update(
    c,
    path.root,
    (root) => `${mark(node)}${rt(c, 'change')}([${path.steps.join(', ')}], ${how}, ${expression(c, right)}, ${root})`,
  );
  return wanted ? `(${code}, ${rt(c, 'now')}())` : `(${code})`;
}

const unpackAfter = (c: Context, list: Node, from: string): string => {
  const code = assign(c, list, from, false);
  return code;
};

function quietPath(c: Context, root: Node, steps: string[]): string {
  let code = quiet(c, root);
  for (const step of steps) {
    const property = /^P\((.*)\)$/s.exec(step);
    code = property === null ? `${rt(c, 'q')}(${code}, ${step})` : `${rt(c, 'qp')}(${code}, ${property[1]})`;
  }
  return code;
}

function operation(c: Context, node: Node, sign: string, left: string, leftNode: Node, right: Node): string {
  if (sign === '.')
    return `(${typeOf(leftNode) === 'string' ? left : `${mark(node)}${rt(c, 'str')}(${left})`} + ${text(c, right)})`;
  return `${mark(node)}${rt(c, arithmetic[sign] as string)}(${left}, ${expression(c, right)})`;
}

function assignmentOfReference(c: Context, node: Node): string {
  const { left, right } = node as unknown as { left: Node; right: Node };
  if (right.kind === 'new' || right.kind === 'call') return assign(c, left, expression(c, right), true);
  const t = temp(c);
  return `(${t} = ${reference(c, right)}, ${bindTo(c, left, t)}, ${t}.v)`;
}

function binary(c: Context, node: Node): string {
  const { left, right, type } = node as unknown as { left: Node; right: Node; type: string };
  const both = (name: string): string => `${mark(node)}${rt(c, name)}(${expression(c, left)}, ${expression(c, right)})`;
  switch (type) {
    case '&&':
    case 'and':
      return `(${test(c, left)} && ${test(c, right)})`;
    case '||':
    case 'or':
      return `(${test(c, left)} || ${test(c, right)})`;
    case 'xor':
      return `(${test(c, left)} !== ${test(c, right)})`;
    case '??':
      return `(${quiet(c, left, 'qc')} ?? ${expression(c, right)})`;
    case '.':
      return `(${text(c, left)} + ${text(c, right)})`;
    case '===':
      return identical(c, left, right);
    case '!==':
      return `!${identical(c, left, right)}`;
    case '==':
      return loosely(c, node, left, right);
    case '!=':
    case '<>':
      return `!${loosely(c, node, left, right)}`;
    case '<':
      return both('less');
    case '<=':
      return both('atMost');
    case '>':
      return `${mark(node)}${rt(c, 'more')}(${expression(c, left)}, ${expression(c, right)})`;
    case '>=':
      return both('atLeast');
    case '<=>':
      return both('compare');
    case 'instanceof': {
      if (right.kind !== 'name') return `${rt(c, 'isaValue')}(${expression(c, left)}, ${expression(c, right)})`;
      return `${rt(c, 'isa')}(${expression(c, left)}, ${quoted(String(right['name']).replace(/^\\/, ''))})`;
    }
    default: {
      const name = arithmetic[type];
      return name === undefined ? refuse(c, node, `The operator ${type} is not supported`) : both(name);
    }
  }
}

const simple = (node: Node): boolean =>
  ['string', 'nowdoc', 'boolean', 'nullkeyword'].includes(node.kind) ||
  (node.kind === 'number' && /^\d{1,15}$/.test(node['value']));

/** Texts, bools, null and small ints are the same where JavaScript says so. */
function identical(c: Context, left: Node, right: Node): string {
  const [a, b] = [expression(c, left), expression(c, right)];
  return simple(left) || simple(right) ? `(${a} === ${b})` : `${rt(c, 'same')}(${a}, ${b})`;
}

function loosely(c: Context, node: Node, left: Node, right: Node): string {
  const [a, b] = [expression(c, left), expression(c, right)];
  if (isWord(right)) return `${rt(c, 'is')}(${a}, ${b})`;
  return `${mark(node)}${rt(c, 'equal')}(${a}, ${b})`;
}

/** A text that is no number, so that a text equals it only where it is the same. */
export const isWord = (node: Node): boolean => node.kind === 'string' && /^[^\s\d.+-]/.test(bytesOf(node));

function unary(c: Context, node: Node): string {
  const what = node['what'] as Node;
  switch (node['type']) {
    case '!':
      return `!${test(c, what)}`;
    case '-':
      if (what.kind === 'number') {
        if (what['value'] === '9223372036854775808') return realLiteral(-9223372036854775808, box(c));
        const literal = numberLiteral(String(what['value']), box(c));
        if (/^[\d.]+n?$/.test(literal) && literal !== '0') return `-${literal}`;
      }
      return `${mark(node)}${rt(c, 'negate')}(${expression(c, what)})`;
    case '+':
      return `${mark(node)}${rt(c, 'plus')}(${expression(c, what)})`;
    case '~':
      return `${mark(node)}${rt(c, 'bitNot')}(${expression(c, what)})`;
    default:
      return refuse(c, node, `The operator ${node['type']} is not supported`);
  }
}

export function stepping(c: Context, node: Node, wanted: boolean): string {
  const what = node['what'] as Node;
  const name = rt(c, node['type'] === '+' ? 'increment' : 'decrement');
  if (isPlainVariable(what)) {
    const at = place(c, what['name']);
    const read = isCertain(c, what['name']) ? at : `(${at} ?? ${rt(c, 'u')}(${quoted(what['name'])}, ${at}))`;
    if (node.kind === 'pre' || !wanted) return `(${at} = ${mark(node)}${name}(${read}))`;
    const t = temp(c);
    return `(${t} = ${read}, ${at} = ${mark(node)}${name}(${t}), ${t})`;
  }
  const dynamic = dynamicVariable(c, what);
  if (dynamic !== null) {
    const [t, old] = [temp(c), temp(c)];
    const code = `${t} = ${dynamic.name}, ${old} = ${dynamic.scope}.get(${t}), ${dynamic.scope}.set(${t}, ${name}(${old}))`;
    return node.kind === 'pre' ? `(${code})` : `(${code}, ${old})`;
  }
  const { path } = pathOf(c, what);
  if (path.steps.length === 0) return refuse(c, node, 'This cannot be changed');
  const code = update(
    c,
    path.root,
    (root) => `${mark(node)}${rt(c, 'change')}([${path.steps.join(', ')}], ${name}, null, ${root})`,
  );
  return `(${code}, ${rt(c, node.kind === 'pre' ? 'now' : 'old')}())`;
}

function cast(c: Context, node: Node): string {
  const value = expression(c, node['expr']);
  const call = (name: string): string => `${mark(node)}${rt(c, name)}(${value})`;
  switch (node['type']) {
    case 'int':
    case 'integer':
      return call('toInt');
    case 'float':
    case 'double':
    case 'real':
      return call('castFloat');
    case 'string':
    case 'binary':
      return text(c, node['expr']);
    case 'bool':
    case 'boolean':
      return test(c, node['expr']);
    case 'array':
      return call('toArray');
    case 'object':
      return call('toObject');
    case 'unset':
      return refuse(c, node, 'The (unset) cast is not supported: assign null');
    default:
      return refuse(c, node, `The cast (${node['type']}) is not supported`);
  }
}

function instance(c: Context, node: Node): string {
  const what = node['what'] as Node;
  if (what.kind !== 'name')
    return refuse(
      c,
      node,
      what.kind === 'class' ? 'Classes are not supported: use functions and arrays' : 'new takes the name of a class',
    );
  const name = String(what['name']).replace(/^\\/, '');
  if (findClass(name) === null)
    return refuse(
      c,
      what,
      `The class ${name} is not there: scripts have the standard exceptions, DateTime, DateTimeImmutable, DateInterval, DateTimeZone, SimpleXMLElement and stdClass`,
    );
  const args = (node['arguments'] as Node[]).map((argument) =>
    argument.kind === 'namedargument'
      ? refuse(c, argument, 'Named arguments of constructors are not supported')
      : expression(c, argument),
  );
  const { line } = node.loc?.start ?? { line: 0 };
  return `${mark(node)}${rt(c, 'make')}(${quoted(name)}, [${args.join(', ')}], ${line})`;
}

function matching(c: Context, node: Node): string {
  const t = temp(c);
  let code = '';
  let otherwise = `${mark(node)}${rt(c, 'unmatched')}(${t})`;
  for (const arm of node['arms'] as Node[]) {
    const body = expression(c, arm['body']);
    if (arm['conds'] === null) otherwise = body;
    else
      code += `${(arm['conds'] as Node[]).map((one) => (simple(one) ? `${t} === ${expression(c, one)}` : `${rt(c, 'same')}(${t}, ${expression(c, one)})`)).join(' || ')} ? ${body} : `;
  }
  return `(${t} = ${expression(c, node['cond'])}, ${code}${otherwise})`;
}

function constant(c: Context, node: Node): string {
  const name = String(node['name']).replace(/^\\/, '');
  if (c.unit.facts.defines.has(name)) return `${mark(node)}${rt(c, 'constant')}(${quoted(name)})`;
  const known = constantNamed(name);
  if (known === undefined) return refuse(c, node, `Undefined constant "${name}"; is a $ or are quotes missing?`);
  return valueLiteral(c, known);
}

function valueLiteral(c: Context, value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Float) return realLiteral(value.n, box(c));
  return typeof value === 'number' ? realLiteral(value, (n) => n) : String(value);
}

function staticConstant(c: Context, node: Node): string {
  const { what, offset } = node as unknown as { what: Node; offset: Node };
  if (what.kind !== 'name' || offset.kind !== 'identifier')
    return refuse(c, node, 'Only constants of classes can be read like this');
  const name = String(what['name']).replace(/^\\/, '');
  if (findClass(name) === null) return refuse(c, what, `The class ${name} is not there`);
  return `${mark(node)}${rt(c, 'classConstant')}(${quoted(name)}, ${quoted(offset['name'])})`;
}

function magic(c: Context, node: Node): string {
  switch (String(node['value']).toUpperCase()) {
    case '__LINE__':
      return String(node.loc?.start.line ?? 0);
    case '__FILE__':
      return '"script"';
    case '__DIR__':
      return '""';
    case '__FUNCTION__':
    case '__METHOD__':
      return quoted(c.scope.name);
    default:
      return '""';
  }
}
