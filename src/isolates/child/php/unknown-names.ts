/** Names in a PHP script that do not exist: warnings, since PHP itself takes them for null. */
import type { Diagnostic, Stage } from '../../../../sandbox/contract/job.ts';
import { memberNames, membersOfStage, stageNames } from '../../../../sandbox/contract/names.ts';
import { nearest } from '../../../../sandbox/contract/slips.ts';
import { namesElsewhere, type Said, unknown, wrongStage } from '../unknown-name.ts';
import { takesByRef } from './calls.ts';
import { type Node, parse, placeOf } from './parse.ts';
import { eachChild, surveyScope, surveyUnit } from './scopes.ts';

const maxWarnings = 100;

interface Uses {
  /** Variables wherever they are read, in the order of the text. */
  read: Node[];
  /** Names of those that are given a value somewhere, or asked for in a way that takes their absence. */
  made: Set<string>;
  /** `->` after `$core`. */
  members: Node[];
}

/** @param code PHP that compiles */
export function unknownPhpNames(code: string, stage: Stage): Diagnostic[] {
  const nodes = parse(code);
  const facts = surveyUnit(nodes);
  const { read, made, members } = usesOf(nodes, takesByRef(facts));
  const found: Diagnostic[] = [];
  const warn = (node: Node, said: Said): void => {
    if (found.length < maxWarnings) found.push({ ...said, ...placeOf(node) });
  };

  const here = [...stageNames[stage].filter((name) => name.startsWith('$')), '$post', '$ofps', '$this', '$GLOBALS'];
  const elsewhere = namesElsewhere(stage);
  const dynamic = facts.usesGlobals || surveyScope(nodes, takesByRef(facts)).dynamic || facts.callablesByRef;
  for (const node of dynamic ? [] : read) {
    const name = `$${node['name']}`;
    if (made.has(name) || here.includes(name)) continue;
    const there = elsewhere.get(name);
    warn(node, there === undefined ? unknown(name, nearest(name, [...here, ...made])) : wrongStage(name, there));
  }
  if (!made.has('$core')) for (const node of members) unknownMember(node, stage, warn);
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

function usesOf(nodes: readonly Node[], byRef: (call: Node, argument: number) => boolean): Uses {
  const uses: Uses = { read: [], made: new Set(), members: [] };
  const make = (node: Node | null | undefined): void => {
    if (node === null || node === undefined) return;
    if (node.kind === 'variable') uses.made.add(`$${node['name']}`);
    else if (node.kind === 'list' || node.kind === 'array')
      for (const item of node['items'] as (Node | null)[]) make(item?.kind === 'entry' ? item['value'] : item);
    else if (node.kind === 'offsetlookup' || node.kind.endsWith('propertylookup')) make(node['what']);
  };
  const visit = (node: Node): void => {
    switch (node.kind) {
      case 'variable':
        if (typeof node['name'] === 'string') uses.read.push(node);
        break;
      case 'propertylookup':
      case 'nullsafepropertylookup':
        uses.members.push(node);
        break;
      case 'assign':
        make(node['left']);
        break;
      case 'assignref':
        make(node['left']);
        make(node['right']);
        break;
      case 'foreach':
        make(node['key']);
        make(node['value']);
        if (node['value'].byref) make(node['source']);
        break;
      case 'static':
      case 'global':
      case 'unset':
      case 'isset':
        for (const one of (node['variables'] ?? node['items']) as Node[])
          make(one.kind === 'staticvariable' ? one['variable'] : one);
        break;
      case 'empty':
        make(node['expression']);
        break;
      case 'silent':
        make(node['expr']);
        break;
      case 'bin':
        if (node['type'] === '??') make(node['left']);
        break;
      case 'catch':
        make(node['variable']);
        break;
      case 'closure':
      case 'arrowfunc':
      case 'function':
        for (const param of node['arguments'] as Node[]) uses.made.add(`$${param['name'].name}`);
        for (const use of (node['uses'] ?? []) as Node[]) if (use['byref']) make(use);
        break;
      case 'call':
        (node['arguments'] as Node[]).forEach((argument, i) => {
          if (byRef(node, i)) make(argument);
        });
        break;
    }
    eachChild(node, visit);
  };
  nodes.forEach(visit);
  return uses;
}

/** Members from `$core` on, by their names; null where it begins elsewhere or a name is worked out. */
function pathFromCore(node: Node): string[] | null {
  if (node.kind === 'variable') return node['name'] === 'core' ? ['$core'] : null;
  if (node.kind !== 'propertylookup' && node.kind !== 'nullsafepropertylookup') return null;
  const before = pathFromCore(node['what']);
  return before === null || node['offset'].kind !== 'identifier' ? null : [...before, String(node['offset'].name)];
}

function unknownMember(node: Node, stage: Stage, warn: (node: Node, said: Said) => void): void {
  const path = pathFromCore(node);
  if (path === null) return;
  let members = memberNames;
  for (const name of path.slice(0, -1)) {
    const inside = Object.hasOwn(members, name) ? members[name] : null;
    if (inside === null || inside === undefined) return;
    members = inside;
  }
  const last = path.at(-1) as string;
  const names = Object.keys(members);
  const before = path.slice(0, -1).join('->');
  // PHP's methods go by any letter case, its properties do not.
  const isThere = names.some(
    (name) => name === last || (members[name] === null && name.toLowerCase() === last.toLowerCase()),
  );
  if (!isThere) {
    const near = nearest(last, names);
    warn(node['offset'], unknown(path.join('->'), near === null ? null : `${before}->${near}`));
    return;
  }
  const needed = membersOfStage[path.join('.')];
  if (needed !== undefined && needed !== stage) warn(node['offset'], wrongStage(path.join('->'), [needed]));
}
