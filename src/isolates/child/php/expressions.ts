/** Expressions: what each gives, as JavaScript. */
import { findClass } from '../../../../sandbox/php/classes.ts';
import { constantNamed } from '../../../../sandbox/php/functions/constants.ts';
import { normalKey } from '../../../../sandbox/php/values/keys.ts';
import { Float } from '../../../../sandbox/php/values/value.ts';
import { chain, dynamicVariable, quiet, readVariable, reference } from './access.ts';
import { assignment, assignmentOfReference, stepping } from './assignments.ts';
import { call } from './calls.ts';
import { type Context, mark, refuse, rt, stored, temp, test, text, typeOf } from './context.ts';
import { bytesOf, numberLiteral, pieceBytes, quoted, realLiteral } from './literals.ts';
import { binary, box, simple, unary } from './operators.ts';
import type { Node } from './parse.ts';

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
      return c.expr(c, node['expression']);
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
        return `(${rt(c, 'bool')}(${t} = ${c.expr(c, node['test'])}) ? ${t} : ${c.expr(c, node['falseExpr'])})`;
      }
      return `(${test(c, node['test'])} ? ${c.expr(c, node['trueExpr'])} : ${c.expr(c, node['falseExpr'])})`;
    case 'isset':
      return `(${(node['variables'] as Node[]).map((one) => `(${quiet(c, one)} ?? null) !== null`).join(' && ')})`;
    case 'empty':
      return `!${rt(c, 'bool')}(${quiet(c, node['expression'])})`;
    case 'silent':
      return c.expr(c, node['expr']);
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
      return `${mark(node)}${rt(c, 'raise')}(${c.expr(c, node['what'])})`;
    case 'print':
      return `(${rt(c, 'print')}(${text(c, node['expression'])}), 1)`;
    case 'exit':
      return `${mark(node)}${rt(c, 'leave')}(${node['expression'] ? c.expr(c, node['expression']) : 'null'})`;
    case 'name':
      return constant(c, node);
    case 'staticlookup':
      return staticConstant(c, node);
    case 'magic':
      return magic(c, node);
    case 'clone':
      return `${mark(node)}${rt(c, 'clone')}(${c.expr(c, node['what'])})`;
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
    if (item['unpack']) return `.spread(${c.expr(c, value)})`;
    if (item['byRef']) return `.bind(${key === null ? 'undefined' : c.expr(c, key)}, ${reference(c, value)})`;
    return key === null ? `.push(${stored(c, value)})` : `.set(${c.expr(c, key)}, ${stored(c, value)})`;
  });
  return `${mark(node)}${rt(c, 'arrayOf')}()${parts.join('')}.array`;
}

function cast(c: Context, node: Node): string {
  const value = c.expr(c, node['expr']);
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
      : c.expr(c, argument),
  );
  const { line } = node.loc?.start ?? { line: 0 };
  return `${mark(node)}${rt(c, 'make')}(${quoted(name)}, [${args.join(', ')}], ${line})`;
}

function matching(c: Context, node: Node): string {
  const t = temp(c);
  let code = '';
  let otherwise = `${mark(node)}${rt(c, 'unmatched')}(${t})`;
  for (const arm of node['arms'] as Node[]) {
    const body = c.expr(c, arm['body']);
    if (arm['conds'] === null) otherwise = body;
    else
      code += `${(arm['conds'] as Node[]).map((one) => (simple(one) ? `${t} === ${c.expr(c, one)}` : `${rt(c, 'same')}(${t}, ${c.expr(c, one)})`)).join(' || ')} ? ${body} : `;
  }
  return `(${t} = ${c.expr(c, node['cond'])}, ${code}${otherwise})`;
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
