import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languageNames, type Members, memberNames, stageNames } from '../../sandbox/contract/names.ts';
import { expectKind, logged, openSandbox, preprocessJob } from './sandbox.ts';

const sandbox = openSandbox();
const types = readFileSync(new URL('../../sandbox/script.d.ts', import.meta.url), 'utf8');

/** Names of the members of an interface, those that nest as `lead.edit`. */
function membersOf(name: string): string[] {
  const body = new RegExp(`interface ${name} \\{\\n([^]*?)\\n\\}`).exec(types)?.[1] ?? '';
  const names = new Set<string>();
  let group = '';
  for (const line of body.split('\n')) {
    const [, indent = '', member = '', rest = ''] = /^( +)(\w+)\??(.*)$/.exec(line) ?? [];
    if (member === '') continue;
    if (indent.length === 2) group = rest.endsWith('{') ? member : '';
    if (!(indent.length === 2 && group !== '')) names.add(indent.length === 2 ? member : `${group}.${member}`);
  }
  return [...names].sort();
}

const namesIn = (object: string) => `
  const names = [];
  for (const key of Object.keys(${object})) {
    if (typeof ${object}[key] === 'object') for (const inner of Object.keys(${object}[key])) names.push(key + '.' + inner);
    else names.push(key);
  }`;

const range = { from: '', to: '', tom: '', ffrom: '', fto: '', ftom: '', ufrom: 0, uto: 0, utom: 0 };

describe('script.d.ts', () => {
  it('describes every global that scripts have, and no other', async () => {
    const described = [...types.matchAll(/^declare (?:var|const) (\$?\w+)/gm)].map(([, name]) => name).sort();
    const inProcess =
      (await logged(sandbox, 'console.log(Object.keys(globalThis).join())', { single: true }))[0]?.split(',') ?? [];
    const code = '$fields = { names: Object.keys(globalThis) }';
    const { request } = expectKind(await sandbox.run(preprocessJob(code, { range })), 'request');
    const inPreprocess = (request.fields as { names: string[] }).names;
    expect([...new Set([...inProcess, ...inPreprocess, 'console'])].sort()).toEqual(described);
  });

  it('describes every call of $core', async () => {
    const described = membersOf('SverkaCore').flatMap((name) =>
      name === 'lead' ? membersOf('SverkaLeads').map((call) => `lead.${call}`) : name,
    );
    expect((await logged(sandbox, `${namesIn('$core')} console.log(names.sort().join())`))[0]).toBe(
      described.sort().join(),
    );
  });

  it('describes every call of console', async () => {
    expect((await logged(sandbox, `${namesIn('console')} console.log(names.sort().join())`))[0]).toBe(
      membersOf('SverkaConsole').join(),
    );
  });
});

describe('the names that scripts are checked for', () => {
  const globalsOf = async (code: string) => (await logged(sandbox, code, { single: true }))[0]?.split(',').sort();

  it('are the globals of the runtime', async () => {
    const inProcess = await globalsOf('console.log(Object.getOwnPropertyNames(globalThis).join())');
    expect([...languageNames, ...stageNames.process].sort()).toEqual(inProcess);
    const code = '$fields = { names: Object.getOwnPropertyNames(globalThis) }';
    const { request } = expectKind(await sandbox.run(preprocessJob(code, { range })), 'request');
    const inPreprocess = (request.fields as { names: string[] }).names.sort();
    expect([...languageNames, ...stageNames.preprocess].sort()).toEqual(inPreprocess);
  });

  it('are the members of what we give', async () => {
    const within = (known: Members, prefix: string): [string, string[]][] => [
      ...(prefix === '' ? [] : [[prefix, Object.keys(known).sort()] as [string, string[]]]),
      ...Object.entries(known).flatMap(([name, inner]) =>
        inner === null ? [] : within(inner, prefix === '' ? name : `${prefix}.${name}`),
      ),
    ];
    for (const [path, members] of within(memberNames, '')) {
      expect(await globalsOf(`console.log(Object.keys(${path}).join())`), path).toEqual(members);
    }
  });
});
