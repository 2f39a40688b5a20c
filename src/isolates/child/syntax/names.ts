/** Names in a script that do not exist: warnings, since what a script does to find out is its own business. */
import type { SyntaxNode } from '@lezer/common';
import type { Diagnostic, Stage } from '../../../../sandbox/contract/job.ts';
import {
  languageNames,
  type Members,
  memberNames,
  membersOfStage,
  stageNames,
} from '../../../../sandbox/contract/names.ts';
import { nearest } from '../../../../sandbox/contract/slips.ts';
import { namesElsewhere, type Said, unknown, wrongStage } from '../unknown-name.ts';
import { hintFor } from './hints.ts';
import { parseScript, placesIn } from './parse.ts';
import { isAssigned, isTypeof, memberOf, namesOf, type Reference, visibleNames } from './scopes.ts';

const maxWarnings = 100;
/** Names of the script's own among which the one that was meant is looked for. */
const maxOwn = 1_000;
/** Built-in objects whose functions are known by looking at those of this process, which come from the same engine. */
const builtins = new Map<string, object>(
  Object.entries({ Array, BigInt, Date, JSON, Map, Math, Number, Object, Promise, Reflect, String }),
);

/** @param code JavaScript that compiles; of TypeScript what is left without its types */
export function unknownNames(code: string, stage: Stage): Diagnostic[] {
  const tree = parseScript(code, 'js');
  // A text that only the engine understands is left alone.
  if (tree === null || hasErrors(tree.cursor())) return [];
  const { free, assigned, guarded, makesGlobals } = namesOf(tree, code);
  const places = placesIn(code);
  const here = stageNames[stage];
  const elsewhere = namesElsewhere(stage);
  const known = new Set([...languageNames, ...here]);
  const made = new Set(assigned.map(({ name }) => name));
  const found: { at: number; warning: Said }[] = [];
  const warn = (node: SyntaxNode, warning: Said): void => {
    found.push({ at: node.from, warning });
  };

  for (const { name, node, scope } of free) {
    if (found.length >= maxWarnings) break;
    if (known.has(name)) continue;
    const there = elsewhere.get(name);
    if (there !== undefined && !made.has(name) && !guarded.has(name)) warn(node, wrongStage(name, there));
    else if (!made.has(name) && !guarded.has(name) && !makesGlobals) {
      const own = visibleNames(scope)
        .flatMap((names) => Array.from(names))
        .slice(0, maxOwn);
      const near = nearest(name, [...here, ...own, ...[...made].slice(0, maxOwn), ...languageNames]);
      warn(node, unknown(name, near, hintFor(name)));
    }
  }
  // Assigning to a name makes it; one that looks like ours will be a slip.
  for (const { name, node } of assigned) {
    if (known.has(name) || !name.startsWith('$')) continue;
    const there = elsewhere.get(name);
    if (there !== undefined) warn(node, wrongStage(name, there));
    else if (free.every((use) => use.name !== name)) {
      const near = found.length < maxWarnings ? nearest(name, here) : null;
      if (near !== null) warn(node, unknown(name, near));
    }
  }
  const membersMade = new Set(free.flatMap((reference) => madeMembers(reference, code)));
  for (const reference of free) {
    for (const { node, path, near } of unknownMembers(reference, code)) {
      if (membersMade.has(path)) continue;
      const needed = membersOfStage[path];
      if (near !== undefined) warn(node, unknown(path, near));
      else if (needed !== undefined && needed !== stage) warn(node, wrongStage(path, [needed]));
    }
  }
  return found
    .sort((a, b) => a.at - b.at)
    .slice(0, maxWarnings)
    .map(({ at, warning }) => Object.assign(warning, places.at(at)));
}

interface MemberUse {
  node: SyntaxNode;
  path: string;
  /** The member that will be meant, null where none is near; undefined where it exists. */
  near: string | null | undefined;
}

/** The members that are asked for, from the outermost: `$core.lead`, `$core.lead.edit`. */
function* unknownMembers({ name, node }: Reference, code: string): Generator<MemberUse> {
  let members = memberNames[name] ?? null;
  const builtin = builtins.get(name);
  let path = name;
  let object = node;
  for (;;) {
    const member = memberOf(object);
    if (member === null || object.parent === null || (members === null && builtin === undefined)) return;
    object = object.parent;
    const property = code.slice(member.from, member.to).trim();
    const before = path;
    path += `.${property}`;
    if (isTried(object) || property in Object.prototype) return;
    if (builtin !== undefined) {
      if (isCalled(object) && !(property in builtin)) {
        const near = nearest(property, Object.getOwnPropertyNames(builtin));
        yield { node: member, path, near: near === null ? null : `${before}.${near}` };
      }
      return;
    }
    const inside: Members | null | undefined =
      members === null || !Object.hasOwn(members, property) ? undefined : members[property];
    if (inside === undefined) {
      const near = nearest(property, Object.keys(members ?? {}));
      yield { node: member, path, near: near === null ? null : `${before}.${near}` };
      return;
    }
    yield { node: member, path, near: undefined };
    members = inside;
  }
}

/** `Object.x = …`: members that the script itself makes. */
function madeMembers({ name, node }: Reference, code: string): string[] {
  const member = memberOf(node);
  if (member === null || node.parent === null || !isAssigned(node.parent) || name === '$core') return [];
  return [`${name}.${code.slice(member.from, member.to).trim()}`];
}

/** Asked for in a way that takes its absence: `typeof a.b`, `a.b?.()`. */
function isTried(node: SyntaxNode): boolean {
  return isTypeof(node) || node.nextSibling?.name === '?.';
}

const isCalled = ({ parent, from }: SyntaxNode): boolean => parent?.name === 'CallExpression' && parent.from === from;

function hasErrors(cursor: { next(): boolean; type: { isError: boolean } }): boolean {
  do if (cursor.type.isError) return true;
  while (cursor.next());
  return false;
}
