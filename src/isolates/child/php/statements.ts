/** Statements. */

import { toBytes } from '../../../../sandbox/php/values/bytes.ts';
import { assign, bindTo, reference as pathReference, removal, unpack, wordIn } from './access.ts';
import { assignment, stepping } from './assignments.ts';
import {
  becomesCertain,
  type Context,
  canHaveEffects,
  isPlainVariable,
  isShared,
  mark,
  passable,
  refuse,
  rt,
  slot,
  stored,
  temp,
  test,
  text,
} from './context.ts';
import { globalStatement, staticStatement } from './functions.ts';
import { charactersOf, quoted } from './literals.ts';
import { isWord } from './operators.ts';
import type { Node } from './parse.ts';

export function block(c: Context, nodes: readonly Node[]): string {
  return nodes.map((node) => statement(c, node)).join('');
}

/** What belongs to a condition or a loop. */
const body = (c: Context, node: Node | null): string =>
  node === null ? '' : passable(c, () => (node.kind === 'block' ? block(c, node['children']) : statement(c, node)));

function statement(c: Context, node: Node): string {
  switch (node.kind) {
    case 'expressionstatement':
      return `${alone(c, node['expression'])};\n`;
    case 'block':
      return block(c, node['children']);
    case 'echo':
      return (node['expressions'] as Node[]).map((one) => `${rt(c, 'print')}(${text(c, one)});\n`).join('');
    case 'inline':
      return `${rt(c, 'print')}(${quoted(toBytes(String(node['raw'])))});\n`;
    case 'if':
      return `if (${test(c, node['test'])}) {\n${body(c, node['body'])}}${node['alternate'] ? ` else {\n${body(c, node['alternate'])}}` : ''}\n`;
    case 'while':
      return loop(
        c,
        (label) => `${mark(node)}${label}: while (${test(c, node['test'])}) {\n${body(c, node['body'])}}\n`,
      );
    case 'do':
      return loop(
        c,
        (label) => `${mark(node)}${label}: do {\n${body(c, node['body'])}} while (${test(c, node['test'])});\n`,
      );
    case 'for':
      return forLoop(c, node);
    case 'foreach':
      return foreach(c, node);
    case 'switch':
      return switching(c, node);
    case 'break':
    case 'continue':
      return jump(c, node);
    case 'return':
      return returning(c, node);
    case 'throw':
      return `${mark(node)}${rt(c, 'raise')}(${c.expr(c, node['what'])});\n`;
    case 'try':
      return trying(c, node);
    case 'unset':
      return (node['variables'] as Node[]).map((one) => `${removal(c, one)}\n`).join('');
    case 'global':
      return globalStatement(c, node);
    case 'static':
      return staticStatement(c, node);
    case 'constantstatement':
      return (node['constants'] as Node[])
        .map((one) => `${rt(c, 'defineConstant')}(${quoted(toBytes(one['name'].name))}, ${c.expr(c, one['value'])});\n`)
        .join('');
    case 'function':
    case 'noop':
    case 'declare':
      return node.kind === 'declare' && node['children']?.length > 0 ? block(c, node['children']) : '';
    case 'namespace':
      return block(c, node['children']);
    case 'usegroup':
      return '';
    case 'class':
    case 'interface':
    case 'trait':
    case 'enum':
      refuse(
        c,
        node,
        `${node.kind === 'class' ? 'Classes' : `${node.kind}s`} are not supported: use functions and arrays`,
      );
      return '';
    case 'label':
      return '';
    case 'goto':
      refuse(c, node, 'goto is not supported: use a loop');
      return '';
    default:
      return `${alone(c, node)};\n`;
  }
}

/** An expression whose value nobody looks at. */
function alone(c: Context, node: Node): string {
  if (node.kind === 'assign') {
    const code = assignment(c, node, false);
    if (node['operator'] === '=') becomesCertain(c, node['left']);
    return code;
  }
  if (node.kind === 'pre' || node.kind === 'post') return stepping(c, node, false);
  return c.expr(c, node);
}

function loop(c: Context, code: (label: string) => string, isSwitch = false): string {
  const label = `L${++c.unit.labels}`;
  c.scope.loops.push({ label, isSwitch });
  const made = code(label);
  c.scope.loops.pop();
  return made;
}

function forLoop(c: Context, node: Node): string {
  const list = (nodes: Node[]): string => nodes.map((one) => alone(c, one)).join(', ');
  const begin = list(node['init']);
  const tests = node['test'] as Node[];
  const last = tests.at(-1);
  const condition =
    last === undefined ? '' : [...tests.slice(0, -1).map((one) => alone(c, one)), test(c, last)].join(', ');
  return loop(
    c,
    (label) =>
      `${mark(node)}${label}: for (${begin}; ${condition}; ${passable(c, () => list(node['increment']))}) {\n${body(c, node['body'])}}\n`,
  );
}

function foreach(c: Context, node: Node): string {
  const { source, key, value } = node as unknown as { source: Node; key: Node | null; value: Node };
  const it = `i${++c.unit.labels}`;
  const byRef = value['byref'] === true;
  let over: string;
  let take: string;
  if (byRef) {
    over = isPlainVariable(source) && isShared(c, source['name']) ? slot(c, source['name']) : referenceOf(c, source);
    take = `${bindTo(c, value, `${it}.ref`)};\n`;
    over = `new ${rt(c, 'RefSteps')}(${over})`;
  } else {
    over = `${rt(c, 'steps')}(${c.expr(c, source)})`;
    if (value.kind === 'list' || value.kind === 'array') {
      const t = temp(c);
      take = `${t} = ${it}.value${unpack(c, value, t)};\n`;
    } else take = `${assign(c, value, `${it}.value`, false)};\n`;
  }
  if (key !== null) take += `${assign(c, key, `${it}.key`, false)};\n`;
  return loop(c, (label) =>
    passable(c, () => {
      if (!byRef) becomesCertain(c, value);
      if (key !== null) becomesCertain(c, key);
      return `${mark(node)}const ${it} = ${over};\n${mark(node)}${label}: while (${it}.next()) {\n${take}${body(c, node['body'])}}\n`;
    }),
  );
}

function referenceOf(c: Context, node: Node): string {
  const path = ['offsetlookup', 'propertylookup'].includes(node.kind);
  return path ? pathReference(c, node) : `new ${rt(c, 'Ref')}(${stored(c, node)})`;
}

function switching(c: Context, node: Node): string {
  const cases = node['body'].children as Node[];
  const t = temp(c);
  const given = c.expr(c, node['test']);
  const tested = cases.filter((one) => one['test']).map((one) => one['test'] as Node);
  const code = (on: string, name: (one: Node, i: number) => string): string =>
    loop(
      c,
      (label) =>
        `${label}: switch (${on}) {\n${cases.map((one, i) => `${name(one, i)}:\n${body(c, one['body'])}`).join('')}}\n`,
      true,
    );
  // A text equals words only where it is the same: JavaScript's own switch finds it.
  if (tested.length > 0 && tested.every(isWord)) {
    const words = tested.map((one) => c.expr(c, one));
    const spelt = tested.every((one) => charactersOf(one) !== null) ? wordIn(c, node['test']) : null;
    const label = (one: Node): string => (spelt === null ? c.expr(c, one) : quoted(charactersOf(one) as string));
    return code(
      `typeof (${t} = ${spelt ?? given}) === "string" ? ${t} : ${mark(node)}${rt(c, spelt === null ? 'wordOf' : 'wordTextOf')}(${t}, [${words.join(', ')}])`,
      (one) => (one['test'] ? `case ${label(one['test'])}` : 'default'),
    );
  }
  const chosen = cases.flatMap((one, i) =>
    one['test']
      ? [`${mark(one)}${rt(c, isWord(one['test']) ? 'is' : 'equal')}(${t}, ${c.expr(c, one['test'])}) ? ${i} : `]
      : [],
  );
  const otherwise = cases.findIndex((one) => !one['test']);
  return code(`${t} = ${given}, ${chosen.join('')}${otherwise}`, (_, i) => `case ${i}`);
}

function jump(c: Context, node: Node): string {
  const level = node['level'] === null ? 1 : Number(node['level'].value);
  const target = c.scope.loops.at(-level);
  if (target === undefined || level < 1) {
    refuse(
      c,
      node,
      c.scope.loops.length === 0
        ? `'${node.kind}' not in the 'loop' or 'switch' context`
        : `Cannot '${node.kind}' ${level} levels`,
    );
    return '';
  }
  return `${node.kind === 'continue' && !target.isSwitch ? 'continue' : 'break'} ${target.label};\n`;
}

function returning(c: Context, node: Node): string {
  const expr = node['expr'] as Node | null;
  if (c.scope.main) return expr === null || !canHaveEffects(expr) ? 'return;\n' : `${c.expr(c, expr)};\nreturn;\n`;
  if (expr === null) return 'return null;\n';
  // A variable that dies here needs no copy of what it holds.
  const dies = isPlainVariable(expr) && !isShared(c, expr['name']);
  const value = dies ? c.expr(c, expr) : stored(c, expr);
  const type = c.scope.returns;
  if (type === null || type === 'mixed' || type === 'void' || type === 'static') return `return (${value});\n`;
  return `return (${mark(node)}${rt(c, 'typed')}(${quoted(type)}, ${value}, ${quoted(toBytes(`${c.scope.name}(): Return value`))}));\n`;
}

function trying(c: Context, node: Node): string {
  const inside = (one: Node): string => passable(c, () => block(c, one['children']));
  let code = `try {\n${inside(node['body'])}}`;
  const catches = node['catches'] as Node[];
  if (catches.length === 0 && !node['always']) return refuse(c, node, 'Cannot use try without catch or finally');
  if (catches.length > 0) {
    const e = `e${++c.unit.labels}`;
    const arms = catches.map((one) => {
      const names = (one['what'] as Node[]).map((name) => String(name['name']).replace(/^\\/, ''));
      const bound = one['variable'] ? `${assign(c, one['variable'], `${e}_x`, false)};\n` : '';
      return `if (${names.map((name) => `${rt(c, 'isa')}(${e}_x, ${quoted(name)})`).join(' || ')}) {\n${bound}${inside(one['body'])}}`;
    });
    code += ` catch (${e}) {\nconst ${e}_x = ${rt(c, 'caught')}(${e});\n${arms.join(' else ')} else throw ${e};\n}`;
  }
  return `${code}${node['always'] ? ` finally {\n${inside(node['always'])}}` : ''}\n`;
}
