/** Expressions. */
import { toText } from '../../../../../sandbox/php/values/bytes.ts';
import { bytesOf } from '../literals.ts';
import type { Node } from '../parse.ts';
import { assignment, step } from './assignments.ts';
import { binding, type Code, infix, literal, whole, within } from './code.ts';
import { element, propertyCode, quiet } from './elements.ts';
import { isPath, isSimple } from './paths.ts';
import { cannot, need, type State, variable } from './state.ts';
import { numberCode, template, textCode, withoutNull } from './texts.ts';
import { isOnly, kinds, type Type } from './types.ts';
import { typeOf } from './typing.ts';
import { js, value } from './values.ts';

export function expression(s: State, node: Node): Code {
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
