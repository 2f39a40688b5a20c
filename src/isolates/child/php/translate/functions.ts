/** Functions and closures of the script. */
import type { Node } from '../parse.ts';
import { binding, type Code, within } from './code.ts';
import { occurs } from './places.ts';
import { type Opened, openScope } from './scopes.ts';
import { aliasOf, cannot, functionName, need, ownName, type State } from './state.ts';
import { js, value } from './values.ts';

const parameterName = (param: Node): string => {
  const name = aliasOf(param['name'].name);
  return name === 'core' ? '$core' : ownName(name);
};

/** The parameters in parentheses. */
function parameters(s: State, params: Node[]): string {
  const codes = params.map((param) => {
    const type = param['type'] as Node | null;
    if (type !== null && /^(?:int|float|string|bool)$/i.test(String(type['name'] ?? type['raw'] ?? '')))
      return cannot(param, 'A parameter that converts what it is given');
    const name = parameterName(param);
    if (param['variadic']) return `...${name}`;
    return param['value'] === null ? name : `${name} = ${js(s, param['value'])}`;
  });
  return `(${codes.join(', ')})`;
}

/** A parameter whose elements are written is a copy, as in PHP. */
const copies = (inner: State, params: Node[]): string =>
  params
    .filter((param) => !param['byref'] && inner.scope.changed.has(param['name'].name))
    .map((param) => `${inner.indent}${parameterName(param)} = ${need(inner, 'copy')}(${parameterName(param)});\n`)
    .join('');

/** PHP's closures take a variable's value along, JavaScript's the variable: the same only where it does not change. */
function refuseTaken(
  s: State,
  node: Node,
  scope: Opened,
  captured: readonly string[] | 'all',
  immediate: boolean,
): void {
  const own = new Set((node['arguments'] as Node[]).map((param) => param['name'].name));
  const names =
    captured === 'all'
      ? [...scope.types.keys()].filter((name) => !own.has(name) && occurs(node['body'], name))
      : captured;
  for (const name of names) {
    if (scope.assigned.has(name) || scope.changed.has(name)) cannot(node, `A closure that changes its $${name}`);
    const changes = s.scope.assigned.has(name) && !s.scope.constants.has(name);
    if (changes && !immediate) cannot(node, `A closure that keeps a value of $${name}`);
  }
}

export function functionDeclaration(s: State, node: Node): string {
  const name = node['name'].name as string;
  const params = node['arguments'] as Node[];
  if (/^(?:int|float|string|bool)$/i.test(String(node['type']?.name ?? node['type']?.raw ?? '')))
    return cannot(node, 'A function that converts what it returns');
  if (node['byref'] || params.some((param) => param['byref'])) return cannot(node, 'A function that takes references');
  const body = node['body'].children as Node[];
  const inner: State = { ...s, scope: openScope(s, params, body, [], name), indent: `${s.indent}  ` };
  const code = `${copies(inner, params)}${s.parts.block(inner, body)}`;
  return `${s.indent}function ${functionName(name)}${parameters(s, params)} {\n${code}${s.indent}}\n`;
}

/** @param immediate whether it is called at once, before a variable that it takes along can have another value */
export function closure(s: State, node: Node, immediate = false): Code {
  const params = node['arguments'] as Node[];
  const isArrow = node.kind === 'arrowfunc';
  const body: Node[] = isArrow ? [] : node['body'].children;
  const uses = isArrow ? [] : (node['uses'] as Node[]);
  for (const use of uses) if (use['byref']) return cannot(use, 'A variable that is shared with a closure');
  const refs = params.filter((param) => param['byref']).map((param) => param['name'].name as string);
  const captured = isArrow ? ('all' as const) : uses.map((use) => aliasOf(use['name']));
  const scope = openScope(s, params, isArrow ? [node['body']] : body, captured, '{closure}');
  const inner: State = { ...s, scope, indent: `${s.indent}  ` };
  refuseTaken(s, node, scope, captured, immediate);
  for (const name of refs)
    if (scope.assigned.has(name)) return cannot(node, 'A closure that gives a reference another value');
  const [only] = params;
  const head =
    params.length === 1 && only && !only['variadic'] && only['value'] === null
      ? `(${parameterName(only)})`
      : parameters(s, params);
  if (isArrow) {
    inner.indent = s.indent;
    const code = value(inner, node['body']);
    const isObject = code.js.startsWith('{');
    return { js: `${head} => ${isObject ? `(${code.js})` : within(code, binding.assign)}`, binds: binding.assign };
  }
  const [first] = body;
  const copied = copies(inner, params);
  if (body.length === 1 && first?.kind === 'return' && first['expr'] && copied === '') {
    inner.indent = s.indent;
    const code = value(inner, first['expr']);
    return {
      js: `${head} => ${code.js.startsWith('{') ? `(${code.js})` : within(code, binding.assign)}`,
      binds: binding.assign,
    };
  }
  return { js: `${head} => {\n${copied}${s.parts.block(inner, body)}${s.indent}}`, binds: binding.assign };
}
