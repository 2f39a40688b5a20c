/**
 * What a script sees, read out of the declarations that type-checked scripts are written against: names, signatures, and what
 * stands above them.
 */
import source from 'script-declarations';

/** `action` is a script of a pipeline. */
export type Stage = 'preprocess' | 'process' | 'action';

export interface Declared {
  /** `edit` */
  name: string;
  /** `edit(id: SverkaLeadId, edit: SverkaEdit): boolean` */
  signature: string;
  /** What is said of it; empty where nothing is. */
  about: string;
  members: readonly Declared[];
  /** Where it is there. */
  stages: readonly Stage[];
}

const everywhere: readonly Stage[] = ['preprocess', 'process', 'action'];

const doc = String.raw`(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*)?`;

/** The members of an interface's or an object type's body. */
function membersOf(body: string): Declared[] {
  const found: Declared[] = [];
  const member = new RegExp(String.raw`${doc}([\w$]+)\??\s*(?=[:(<])`, 'y');
  let at = 0;
  while (at < body.length) {
    member.lastIndex = at;
    const match = member.exec(body);
    if (!match) {
      at++;
      continue;
    }
    const [, about = '', name = ''] = match;
    const end = endOf(body, member.lastIndex);
    const rest = body.slice(member.lastIndex, end).trim();
    found.push(declared(name, name + rest, about, rest));
    at = end + 1;
  }
  return found;
}

/** Where a declaration ends: the next `;` that lies in no bracket. */
function endOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if ('{(['.includes(character)) depth++;
    if ('})]'.includes(character)) depth--;
    if (character === ';' && depth === 0) return at;
  }
  return text.length;
}

function declared(name: string, signature: string, about: string, type: string): Declared {
  const said = about.replace(/^\s*\* ?/gm, '').trim();
  return {
    name,
    signature: signature.replace(/\s+/g, ' '),
    about: said,
    members: membersOfType(type),
    stages: stagesIn(said),
  };
}

function stagesIn(said: string): readonly Stage[] {
  if (said.includes('Only in preprocessing')) return ['preprocess'];
  if (said.includes('Only in processing')) return ['process'];
  if (said.includes('Only in scripts of pipelines')) return ['action'];
  return said.includes('Not in scripts of pipelines') ? ['preprocess', 'process'] : everywhere;
}

function membersOfType(type: string): Declared[] {
  const named = /^:\s*(Sverka\w+)$/.exec(type)?.[1];
  if (named) return membersOf(interfaceBody(named));
  const inline = /^:\s*\{([\s\S]*)\}$/.exec(type)?.[1];
  return inline === undefined || inline.includes('[') ? [] : membersOf(inline);
}

function interfaceBody(name: string): string {
  const start = source.indexOf(`interface ${name} {`);
  if (start === -1) return '';
  const open = source.indexOf('{', start);
  return source.slice(open + 1, source.indexOf('\n}', open));
}

function readGlobals(): Declared[] {
  const headings = (
    [
      ['process', '── Processing ──'],
      ['preprocess', '── Preprocessing ──'],
      ['action', '── Pipelines ──'],
    ] as const
  ).map(([stage, heading]) => ({ stage, at: source.indexOf(heading) }));
  const pattern = new RegExp(String.raw`${doc}declare (?:const|var) ([$\w]+)(:[^\n]*);`, 'g');
  return [...source.matchAll(pattern)].map((match) => {
    const [, about = '', name = '', type = ''] = match;
    const under = headings.findLast(({ at }) => match.index > at);
    const one = declared(name, name + type, about, type);
    return under ? Object.assign(one, { stages: [under.stage] }) : one;
  });
}

/** The globals of scripts. */
export const globals: readonly Declared[] = readGlobals();
/** The fields of an edit. */
export const editFields: readonly Declared[] = membersOf(interfaceBody('SverkaEdit'));

/** What a chain of names such as `$core.lead.edit` stands for. */
export function lookUp(path: readonly string[]): Declared | undefined {
  let [here, level]: [Declared | undefined, readonly Declared[]] = [undefined, globals];
  for (const name of path) {
    here = level.find((one) => one.name === name);
    if (!here) return undefined;
    level = here.members;
  }
  return here;
}
