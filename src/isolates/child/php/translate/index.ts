/**
 * PHP to JavaScript that people read and go on with. What is not sure to do the same is not translated but named with its
 * line; there is no half of a translation.
 */
import type { Diagnostic } from '../../../../../sandbox/contract/job.ts';
import { bytesOf } from '../literals.ts';
import { diagnosticOf, type Node, PhpError, parseWithComments } from '../parse.ts';
import { surveyUnit } from '../scopes.ts';
import { arrayCode } from './arrays.ts';
import { call } from './calls.ts';
import { Comments, commentText } from './comments.ts';
import { expression } from './expressions.ts';
import { closure } from './functions.ts';
import { helpers, withNeeded } from './helpers/index.ts';
import { binary, condition, matching } from './operators.ts';
import { globalsIn, openScope } from './scopes.ts';
import type { Parts, Scope, Script, State } from './state.ts';
import { block } from './statements.ts';

/** JavaScript, or what stands in its way with its place. */
export function translatePhp(code: string): { code: string } | Diagnostic[] {
  try {
    return { code: write(code) };
  } catch (error) {
    if (error instanceof PhpError) return [diagnosticOf(error)];
    throw error;
  }
}

function write(code: string): string {
  const { nodes, comments } = parseWithComments(code);
  const { functions } = surveyUnit(nodes);
  const left = comments.map(({ value, offset, line }) => ({ text: commentText(value), offset, line }));
  const script: Script = {
    helpers: new Set(),
    functions,
    constants: constantsOf(nodes),
    comments: new Comments(left, code),
    statics: [],
    leaves: false,
  };
  // Variables that functions reach are declared for the whole script.
  const globals = globalsIn(functions.values());
  const scope: Scope = {
    main: true,
    top: true,
    own: new Set(),
    types: new Map(),
    changed: globals,
    unset: new Set(),
    assigned: new Set(),
    constants: new Set(),
    sure: new Set(),
    narrowed: new Map(),
    placed: { inline: new Map(), above: new Map(), constant: new Map() },
    renamed: new Map(),
    loops: [],
  };
  const parts: Parts = { arrayCode, binary, block, callCode: call, closure, condition, matching, value: expression };
  const outer: State = { parts, script, scope, indent: '' };
  const state: State = { ...outer, scope: { ...openScope(outer, [], nodes, [], ''), top: true } };
  let body = block(state, nodes);
  // What follows the last statement.
  body += script.comments.before(Number.POSITIVE_INFINITY, '');
  if (script.leaves) body = `function run() {\n${body.replace(/^(?=.)/gm, '  ')}}\nrun();\n`;
  const needed = withNeeded(script.helpers);
  const below = needed.map((helper) => `${helpers[helper]}\n`).join('\n');
  const heading = below === '' ? '' : `${rule}\n\n`;
  return [script.statics.join(''), body, heading + below].filter((part) => part !== '').join('\n');
}

/** Between the script and what it needs. */
const rule = '// ── What PHP does and JavaScript does not ───────────────────────────────────────────────────';

function constantsOf(nodes: readonly Node[]): Set<string> {
  const names = new Set<string>();
  for (const node of nodes) {
    if (node.kind === 'constantstatement') for (const one of node['constants'] as Node[]) names.add(one['name'].name);
    const call = node.kind === 'expressionstatement' ? (node['expression'] as Node) : node;
    if (call.kind === 'call' && call['what'].kind === 'name' && /^define$/i.test(call['what'].name)) {
      const [name] = call['arguments'] as Node[];
      if (name?.kind === 'string') names.add(bytesOf(name));
    }
  }
  return names;
}
