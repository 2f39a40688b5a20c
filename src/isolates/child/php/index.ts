/** PHP to JavaScript: the program, and for each of its lines the place in PHP that it stands for. */
import type { Diagnostic } from '../../../../sandbox/contract/job.ts';
import { takesByRef } from './calls.ts';
import type { Context, Scope, Unit } from './context.ts';
import { isShared, refuse, rt, slot } from './context.ts';
import { expression } from './expressions.ts';
import { closureExpression, functionDeclaration, scopeObject } from './functions.ts';
import { quoted } from './literals.ts';
import { diagnosticOf, PhpError, parse } from './parse.ts';
import { surveyScope, surveyUnit } from './scopes.ts';
import { block } from './statements.ts';

export { translatePhp } from './translate/index.ts';
export { unknownPhpNames } from './unknown-names.ts';

/** Errors that are told of. */
const maxErrors = 100;

export interface CompiledPhp {
  code: string;
  /** Line and column of PHP for each line of the program, from its first. */
  positions: number[];
}

/** Variables that are read back when the script ends, without the `$`: the request, and what a script of a pipeline came to. */
const givenBack = ['url', 'method', 'headers', 'fields', 'result'];
/** Names that a script finds. */
const injected = [
  ...givenBack,
  ...'event steps'.split(' '),
  ...'core params offer now token data response page carry e2i ids i2t inid'.split(' '),
  ...'idl ide idsl idel from to ffrom fto ufrom uto tom ftom utom'.split(' '),
];

export function compilePhp(code: string): CompiledPhp | Diagnostic[] {
  try {
    return write(code);
  } catch (error) {
    if (error instanceof PhpError) return [diagnosticOf(error)];
    throw error;
  }
}

function write(code: string): CompiledPhp | Diagnostic[] {
  const nodes = parse(code);
  const facts = surveyUnit(nodes);
  const unit: Unit = { facts, errors: [], used: new Set(), builtins: new Map(), labels: 0 };
  const found = surveyScope(nodes, takesByRef(facts));
  const alias = (name: string): string => (name === 'post' ? 'fields' : name === 'ofps' ? 'params' : name);
  const names = new Set([...found.names, ...facts.globals].map(alias));
  const shared = new Set([...found.shared, ...facts.globals].map(alias));
  const dynamic = found.dynamic || facts.usesGlobals;
  if (dynamic) for (const name of injected) names.add(name);
  const scope: Scope = {
    main: true,
    facts: { ...found, names, shared, dynamic, unsets: new Set([...found.unsets].map(alias)) },
    temps: 0,
    loops: [],
    certain: new Set(),
    name: '',
    returns: null,
    statics: [],
    binds: new Set(),
  };
  const c: Context = { unit, scope, expr: expression, block, closure: closureExpression };
  for (const node of facts.twice) refuse(c, node, `Cannot redeclare ${node['name'].name}()`);
  const functions = [...facts.functions.values()].map((node) => functionDeclaration(c, node)).join('');
  const body = block(c, nodes);

  const variables = [...names].map((name) => {
    const at = slot(c, name);
    const initial = injected.includes(name) ? `${rt(c, 'injected')}(${quoted(name)})` : 'undefined';
    return isShared(c, name)
      ? `${at} = new ${rt(c, 'Ref')}(${initial})`
      : initial === 'undefined'
        ? at
        : `${at} = ${initial}`;
  });
  const temps = Array.from({ length: scope.temps }, (_, i) => `t${i + 1}`);
  const declared = [...variables, ...temps];
  const globals = dynamic ? `const G = ${scopeObject(c, [...names])};\n` : '';
  const back = givenBack
    .filter((name) => names.has(name))
    .map((name) => `[${quoted(name)}, ${isShared(c, name) ? `${slot(c, name)}.v` : slot(c, name)}]`);
  const builtins = [...unit.builtins].map(([name, found]) => `let ${name} = ${found};\n`).join('');
  const program = `"use strict";
{
const { ${[...unit.used].join(', ')} } = php;
${builtins}${declared.length === 0 ? '' : `let ${declared.join(', ')};\n`}${globals}${functions}php.main(() => {
${body}}, () => [${back.join(', ')}]);
}`;
  if (unit.errors.length > 0) return unit.errors.slice(0, maxErrors).map(diagnosticOf);
  return place(program);
}

/** Each mark becomes a line's beginning; a line without one stands where the line before it does. */
function place(program: string): CompiledPhp {
  const positions: number[] = [];
  let [line, column] = [1, 1];
  const code = program.replace(/\n|\ue000(\d+):(\d+)\ue001/g, (_, markedLine?: string, markedColumn?: string) => {
    positions.push(line, column);
    if (markedLine !== undefined) [line, column] = [Number(markedLine), Number(markedColumn)];
    return '\n';
  });
  positions.push(line, column);
  return { code, positions };
}
