/** Statements. */
import { bytesOf } from '../literals.ts';
import type { Node } from '../parse.ts';
import { assignment, stored } from './assignments.ts';
import { inner, keyword } from './blocks.ts';
import { call } from './calls.ts';
import { binding, within } from './code.ts';
import { functionDeclaration } from './functions.ts';
import { forCode, foreach, jump, looping, switchCode } from './loops.ts';
import { knowing, told } from './narrowing.ts';
import { condition } from './operators.ts';
import { leaves, targets } from './places.ts';
import { cannot, need, ownName, plainName, type State, variable } from './state.ts';
import { template } from './texts.ts';
import { typeOf } from './typing.ts';
import { js, operand, value } from './values.ts';

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
