/** Statements. */
import { bytesOf } from '../literals.ts';
import type { Node } from '../parse.ts';
import { call } from './calls.ts';
import { binding, within } from './code.ts';
import {
  assignment,
  isNullable,
  isPath,
  js,
  operand,
  pattern,
  quiet,
  stored,
  target,
  template,
  textCode,
  value,
  withoutNull,
} from './expressions.ts';
import { functionDeclaration } from './functions.ts';
import { knowing, told } from './narrowing.ts';
import { condition, isWord } from './operators.ts';
import { leaves, targets } from './places.ts';
import { cannot, need, ownName, plainName, type State, variable } from './state.ts';
import { any, isOnly } from './types.ts';
import { typeOf } from './typing.ts';

export function block(s: State, nodes: readonly Node[]): string {
  return following(s, nodes).replace(/^\n/, '');
}

/** One after the other; what a test that leaves has told holds for the rest. */
function following(s: State, nodes: readonly Node[]): string {
  const [first, ...rest] = nodes;
  if (first === undefined) return '';
  const code = withComments(s, first);
  const facts =
    first.kind === 'if' && first['alternate'] === null && leaves(first['body']) ? told(first['test'], false) : [];
  return code + knowing(s, facts, rest, () => following(s, rest));
}

function withComments(s: State, node: Node): string {
  const { comments } = s.script;
  const before = node.loc ? comments.before(node.loc.start.offset, s.indent) : '';
  const code = statement(s, node);
  if (code === '' || !node.loc) return before + code;
  const behind = comments.behind(node.loc.end.offset);
  return before + code.replace(/\n$/, '') + behind + '\n';
}

/** The statements of a block, one step further in. */
function inner(s: State, node: Node | null): string {
  if (node === null) return '';
  const { indent } = s;
  s.indent = `${indent}  `;
  const code = block(s, node.kind === 'block' ? node['children'] : [node]);
  s.indent = indent;
  return code;
}

function statement(s: State, node: Node): string {
  const { indent } = s;
  const inTest = inCondition(node);
  const above = [...(s.scope.placed.above.get(node) ?? [])].filter((name) => !inTest.includes(name)).map(ownName);
  const declared = above.length === 0 ? '' : `${indent}let ${above.join(', ')};\n`;
  return declared + statementCode(s, node);
}

function statementCode(s: State, node: Node): string {
  const { indent } = s;
  switch (node.kind) {
    case 'expressionstatement':
      return expressionStatement(s, node);
    case 'if':
      return ifCode(s, node);
    case 'foreach':
      return looping(s, 'loop', () => foreach(s, node));
    case 'for':
      return looping(s, 'loop', () => forCode(s, node));
    case 'while':
      return looping(
        s,
        'loop',
        () => `${indent}while (${condition(s, node['test']).js}) {\n${inner(s, node['body'])}${indent}}\n`,
      );
    case 'do':
      return looping(
        s,
        'loop',
        () => `${indent}do {\n${inner(s, node['body'])}${indent}} while (${condition(s, node['test']).js});\n`,
      );
    case 'switch':
      return looping(s, 'switch', () => switchCode(s, node));
    case 'break':
    case 'continue':
      return jump(s, node);
    case 'return':
      return returning(s, node);
    case 'echo':
      return echo(s, node['expressions']);
    case 'unset':
      return (node['variables'] as Node[]).map((one) => unset(s, one)).join('');
    case 'function':
      return functionDeclaration(s, node);
    case 'global':
      return '';
    case 'static':
      return statics(s, node);
    case 'constantstatement':
      return (node['constants'] as Node[])
        .map((one) => `${indent}const ${one['name'].name} = ${js(s, one['value'])};\n`)
        .join('');
    case 'throw':
      return `${indent}throw ${thrown(s, node['what'])};\n`;
    case 'try':
      return trying(s, node);
    case 'block':
      return block(s, node['children']);
    case 'noop':
    case 'declare':
      return '';
    case 'inline':
      return String(node['raw']).trim() === '' ? '' : cannot(node, 'Text outside of PHP');
    default:
      return cannot(node, `«${node.kind}»`);
  }
}

function looping(s: State, kind: 'loop' | 'switch', write: () => string): string {
  s.scope.loops.push(kind);
  const code = write();
  s.scope.loops.pop();
  return code;
}

/** Whether an array that may be missing is written into, which makes one. */
const isRevived = (s: State, name: string): boolean =>
  s.scope.changed.has(name) && isNullable(s.scope.types.get(name) ?? any);

/** `const`, `let`, or nothing where the variables are declared elsewhere. */
function keyword(s: State, node: Node, names: readonly string[]): { before: string; word: string } {
  const inline = s.scope.placed.inline.get(node);
  const declared = names.filter((name) => inline?.has(name));
  if (declared.length === 0) return { before: '', word: '' };
  // Those that are known from before cannot be declared along with the others.
  if (declared.length < names.length)
    return {
      before: `${s.indent}let ${declared.map(ownName).join(', ')};
`,
      word: '',
    };
  const constant = s.scope.placed.constant.get(node);
  const isFixed = (name: string): boolean => constant?.has(name) === true && !isRevived(s, name);
  return { before: '', word: names.every(isFixed) ? 'const ' : 'let ' };
}

function expressionStatement(s: State, node: Node): string {
  const expression = node['expression'] as Node;
  const { indent } = s;
  switch (expression.kind) {
    case 'assign': {
      const { left, operator } = expression as unknown as { left: Node; operator: string };
      const names = operator === '=' ? targets(left) : [];
      const code = assignment(s, expression).js.replace('= \n', '=\n');
      const { before, word } = keyword(s, node, names);
      return `${before}${indent}${word === '' && code.startsWith('{') ? `(${code})` : word + code};\n`;
    }
    case 'exit':
      return leaving(s, expression);
    case 'call': {
      const name = expression['what'].kind === 'name' ? String(expression['what'].name).toLowerCase() : '';
      if (name === 'define') {
        const [constant, given] = expression['arguments'] as Node[];
        if (constant?.kind !== 'string' || given === undefined) return cannot(expression, 'This define()');
        return `${indent}const ${bytesOf(constant)} = ${js(s, given)};\n`;
      }
      const code = call(s, expression).js;
      return `${indent}${code.startsWith('{') || code.startsWith('(') ? `;${code}` : code};\n`;
    }
    case 'bin':
      // `$a && f();`
      if (['&&', 'and', '||', 'or'].includes(expression['type'])) {
        const test = condition(s, expression['left']);
        const asks =
          expression['type'] === '&&' || expression['type'] === 'and' ? test.js : `!${within(test, binding.unary)}`;
        return `${indent}if (${asks}) ${within(value(s, expression['right']), binding.assign)};\n`;
      }
      return cannot(expression, 'This statement');
    case 'print':
      return echo(s, [expression['expression']]);
    case 'assignref':
      return cannot(expression, 'A reference');
    default: {
      const code = value(s, expression).js;
      return `${indent}${code.startsWith('{') ? `(${code})` : code};\n`;
    }
  }
}

function ifCode(s: State, node: Node): string {
  const { indent } = s;
  const { body, alternate } = node as unknown as { body: Node; alternate: Node | null };
  const { before, tested } = assignedFirst(s, node);
  const head = `${before}${indent}if (${condition(s, tested).js}) `;
  const code = knowing(s, told(node['test'], true), [body], () => {
    const short = alternate !== null && alternate.kind === 'if' ? null : shortBody(s, body);
    return short ?? `{\n${inner(s, body)}${indent}}`;
  });
  const braced = code.startsWith('{');
  if (alternate === null) return `${head}${code}\n`;
  const comment = alternate.loc
    ? s.script.comments.before(alternate.loc.start.offset, indent).replace(/^\n|\n\n$/g, '')
    : '';
  const link = comment.trim() === '' ? (braced ? ' ' : `\n${indent}`) : `\n${comment}${indent}`;
  if (alternate.kind === 'if') return `${head}${code}${link}else ${statement(s, alternate).trimStart()}`;
  const otherwise = braced ? null : shortBody(s, alternate);
  return `${head}${code}${link}else ${otherwise ?? `{\n${inner(s, alternate)}${indent}}`}\n`;
}

/** `if ($x = f())`: the variable gets its value before, where it is declared there. */
function assignedFirst(s: State, node: Node): { before: string; tested: Node } {
  const test = node['test'] as Node;
  const negative = test.kind === 'unary' && test['type'] === '!';
  const given = (negative ? test['what'] : test) as Node;
  const above = s.scope.placed.above.get(node);
  if (given.kind !== 'assign' || given['operator'] !== '=' || given['left'].kind !== 'variable')
    return { before: '', tested: test };
  const name = plainName(given['left']);
  if (!above?.has(name)) return { before: '', tested: test };
  const before = `${s.indent}${s.scope.constants.has(name) ? 'const' : 'let'} ${assignment(s, given).js};\n`;
  return { before, tested: negative ? ({ ...test, what: given['left'] } as Node) : given['left'] };
}

/** Variables that the condition of an `if` declares are not declared before it. */
const inCondition = (node: Node): string[] => {
  const test = node.kind === 'if' ? (node['test'] as Node) : null;
  const given = test?.kind === 'unary' && test['type'] === '!' ? (test['what'] as Node) : test;
  return given?.kind === 'assign' && given['operator'] === '=' && given['left'].kind === 'variable'
    ? [plainName(given['left'])]
    : [];
};

/** One short statement stands on the line of its `if`, where the script has it there. */
function shortBody(s: State, node: Node): string | null {
  const [only, ...more] = node.kind === 'block' ? (node['children'] as Node[]) : [node];
  if (only === undefined || more.length > 0 || node.kind === 'block') return null;
  if (!['expressionstatement', 'continue', 'break', 'return', 'throw', 'echo'].includes(only.kind)) return null;
  if (s.scope.placed.above.has(only) || s.scope.placed.inline.has(only)) return null;
  const code = statement(s, only).trim();
  return code.includes('\n') || code.length > 110 ? null : code;
}

function foreach(s: State, node: Node): string {
  const { indent } = s;
  const { source, key, value: to } = node as unknown as { source: Node; key: Node | null; value: Node };
  const type = typeOf(s, source);
  const names = [...(key ? targets(key) : []), ...targets(to)];
  const changes = targets(to).some((name) => s.scope.changed.has(name));
  const byRef = to['byref'] === true;
  if (byRef && (givesValue(node['body'], plainName(to)) || !isPath(source)))
    return cannot(node, 'foreach by reference that gives its elements other values');
  if (byRef && !unsets(s, plainName(to))) return cannot(node, 'foreach by reference without unset() of its variable');
  const { before, word } = keyword(s, node, names);
  const body = (): string => inner(s, node['body']);
  const head = (left: string, over: string): string =>
    `${before}${indent}for (${word}${left} of ${over}) {\n${body()}${indent}}\n`;
  if (isOnly(type, 'xml')) {
    if (key !== null || (source.kind === 'variable' && source['name'] === 'data'))
      return cannot(node, 'This foreach over XML');
    return head(target(s, to), `${need(s, 'list')}(${js(s, source)})`);
  }
  const bare = emptyFallback(source) ?? withoutNull(source);
  // Elements that are written into are those of a copy, unless they are taken by reference.
  const over =
    changes && !byRef
      ? `${need(s, 'copy')}(${js(s, bare)})`
      : isPath(bare) && bare !== source
        ? quiet(s, bare)
        : js(s, bare);
  const left = to.kind === 'variable' ? target(s, to) : pattern(s, to);
  if (key !== null) return head(`[${target(s, key)}, ${left}]`, `${need(s, 'entries')}(${over})`);
  const isList =
    type.shape === 'list' &&
    isOnly(type, 'array') &&
    !(source.kind === 'variable' && s.scope.changed.has(plainName(source)));
  return head(left, isList ? over : `${need(s, 'rows')}(${over})`);
}

/** Whether a variable that is a reference to the last element is read or written no more. */
const unsets = (s: State, name: string): boolean => s.scope.unset.has(name) || s.scope.constants.has(name);

/** `x ?? []`: the elements of nothing are none. */
const emptyFallback = (node: Node): Node | null =>
  node.kind === 'bin' &&
  node['type'] === '??' &&
  node['right'].kind === 'array' &&
  node['right'].items.length === 0 &&
  isPath(node['left'])
    ? { kind: 'silent', expr: node['left'] }
    : null;

function givesValue(body: Node, name: string): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (node.kind === 'assign' && targets(node['left']).includes(name)) found = true;
    if ((node.kind === 'pre' || node.kind === 'post') && node['what'].kind === 'variable' && node['what'].name === name)
      found = true;
    for (const field of Object.keys(node)) {
      const child = node[field] as unknown;
      if (field === 'loc' || typeof child !== 'object' || child === null) continue;
      for (const one of Array.isArray(child) ? child : [child]) if (typeof one?.kind === 'string') visit(one);
    }
  };
  visit(body);
  return found;
}

function forCode(s: State, node: Node): string {
  const { indent } = s;
  const init = node['init'] as Node[];
  const { before, word } = keyword(
    s,
    node,
    init.flatMap((one) => (one.kind === 'assign' ? targets(one['left']) : [])),
  );
  const list = (nodes: Node[]): string => nodes.map((one) => within(value(s, one), 0)).join(', ');
  const tests = (node['test'] as Node[]).map((one) => condition(s, one).js).join(', ');
  return `${before}${indent}for (${word.replace('const', 'let')}${list(init)}; ${tests}; ${list(node['increment'])}) {\n${inner(s, node['body'])}${indent}}\n`;
}

function switchCode(s: State, node: Node): string {
  const { indent } = s;
  const subject = node['test'] as Node;
  const cases = node['body'].children as Node[];
  const tests = cases.flatMap((one) => (one['test'] ? [one['test'] as Node] : []));
  const type = typeOf(s, subject);
  const isTrue = subject.kind === 'boolean' && subject['value'] === true;
  const plain =
    (tests.every(isWord) && !isOnly(type, 'bool')) ||
    (isOnly(type, 'number') && tests.every((one) => isOnly(typeOf(s, one), 'number')));
  const over = isTrue
    ? 'true'
    : plain
      ? isOnly(type, 'xml')
        ? textCode(s, subject)
        : js(s, withoutNull(subject))
      : `${need(s, 'oneOf')}(${isOnly(type, 'xml') ? textCode(s, subject) : js(s, withoutNull(subject))}, [${tests.map((one) => js(s, one)).join(', ')}])`;
  if (!plain && !isTrue && tests.some((one) => !['string', 'number', 'boolean', 'nullkeyword'].includes(one.kind)))
    return cannot(node, 'A case that is worked out');
  const deeper = `${indent}  `;
  s.indent = deeper;
  const codes = cases.map((one) => {
    const before = one.loc ? s.script.comments.before(one.loc.start.offset, deeper).replace(/^\n/, '') : '';
    const test = one['test'] ? `case ${isTrue ? condition(s, one['test'], true).js : js(s, one['test'])}` : 'default';
    const body = one['body'] ? inner(s, one['body']) : '';
    const declares = /^\s*(?:const|let) /m.test(body);
    return `${before}${deeper}${test}:${declares ? ' {' : ''}\n${body}${declares ? `${deeper}}\n` : ''}`;
  });
  s.indent = indent;
  return `${indent}switch (${over}) {\n${codes.join('')}${indent}}\n`;
}

function jump(s: State, node: Node): string {
  const level = node['level'] === null ? 1 : Number(node['level'].value);
  const { loops } = s.scope;
  const at = loops.at(-level);
  if (at === undefined) return cannot(node, node.kind);
  if (level === 1) return `${s.indent}${node.kind === 'continue' && at === 'loop' ? 'continue' : 'break'};\n`;
  // A loop around a switch is what `continue` means in JavaScript.
  if (node.kind === 'continue' && at === 'loop' && loops.slice(-level + 1).every((one) => one === 'switch'))
    return `${s.indent}continue;\n`;
  return cannot(node, `${node.kind} ${level}`);
}

function returning(s: State, node: Node): string {
  const expr = node['expr'] as Node | null;
  if (s.scope.top) {
    if (expr !== null) return cannot(node, 'return with a value, outside of functions,');
    s.script.leaves = true;
    return `${s.indent}return;\n`;
  }
  return `${s.indent}return${expr === null ? '' : ` ${within(stored(s, expr, null), binding.assign)}`};\n`;
}

function leaving(s: State, node: Node): string {
  if (!s.scope.top) return cannot(node, 'exit in a function');
  s.script.leaves = true;
  const said = node['expression'] as Node | null;
  return `${said && said.kind === 'string' ? `${s.indent}console.log(${js(s, said)});\n` : ''}${s.indent}return;\n`;
}

/** The end of a line is the end of a line in the log. */
function echo(s: State, nodes: readonly Node[]): string {
  const code =
    nodes.length === 1 && nodes[0]
      ? ['encapsed'].includes(nodes[0].kind)
        ? template(s, nodes)
        : js(s, nodes[0])
      : template(s, nodes);
  const line = code.replace(/\\n([`'])$/, '$1').replace(/^(?:''|``)$/, '');
  return line === '' ? '' : `${s.indent}console.log(${line});\n`;
}

function unset(s: State, node: Node): string {
  if (node.kind === 'variable') {
    const name = plainName(node);
    // It ends where its block does.
    if (!isStillThere(s, name)) return '';
    return `${s.indent}${variable(s, node)} = undefined;\n`;
  }
  if (node.kind !== 'offsetlookup' || node['offset'] === false) return cannot(node, 'This unset()');
  const type = typeOf(s, node['what']);
  if (type.shape === 'list') return cannot(node, 'unset() in a list');
  return `${s.indent}delete ${operand(s, node)};\n`;
}

/** Whether a variable is declared where the whole function sees it. */
const isStillThere = (s: State, name: string): boolean =>
  [...s.scope.placed.above.values()].some((names) => names.has(name)) ||
  [...s.scope.placed.inline].some(([node, names]) => names.has(name) && node.kind === 'expressionstatement');

function statics(s: State, node: Node): string {
  for (const one of node['variables'] as Node[]) {
    const name = (one.kind === 'staticvariable' ? one['variable'] : one)['name'] as string;
    const taken = s.script.statics.some((code) => new RegExp(`^(?:let|const) ${ownName(name)} `).test(code));
    const own = taken ? `${ownName(name)}${s.script.statics.length + 1}` : ownName(name);
    s.scope.renamed.set(name, own);
    s.script.statics.push(
      `let ${own} = ${one['defaultValue'] ? js({ ...s, indent: '' }, one['defaultValue']) : 'null'};\n`,
    );
  }
  return '';
}

function thrown(s: State, node: Node): string {
  if (node.kind !== 'new' || node['what'].kind !== 'name') return cannot(node, 'This throw');
  const name = String(node['what'].name).replace(/^\\/, '');
  const args = (node['arguments'] as Node[]).map((one) => js(s, one));
  if (name === 'Exception' && args.length < 2) return `new Error(${args.join(', ')})`;
  return `${need(s, 'failure')}('${name}'${args.map((one) => `, ${one}`).join('')})`;
}

function trying(s: State, node: Node): string {
  const { indent } = s;
  const catches = node['catches'] as Node[];
  let code = `${indent}try {\n${inner(s, node['body'])}${indent}}`;
  if (catches.length > 1) return cannot(node, 'Several catches');
  const [only] = catches;
  if (only !== undefined) {
    const names = new Set((only['what'] as Node[]).map((one) => String(one['name']).replace(/^\\/, '').toLowerCase()));
    if (!names.has('throwable') && !names.has('exception')) return cannot(only, 'catch of some exceptions only');
    const name = only['variable'] ? variable(s, only['variable']) : null;
    code += ` catch ${name === null ? '' : `(${name}) `}{\n${inner(s, only['body'])}${indent}}`;
  }
  return `${code}${node['always'] ? ` finally {\n${inner(s, node['always'])}${indent}}` : ''}\n`;
}
