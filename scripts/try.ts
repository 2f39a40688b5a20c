/**
 * `npm run try -- <crm> [case] [--php]`: runs the scripts of a CRM on its cases, in the real sandbox, and shows what they do. Ends with 1
 * where anything differs from what a case says. With `--php` the scripts in PHP are run. Without a CRM it lists them all.
 */
import { enableCompileCache } from 'node:module';
import { nearestForm } from '../sandbox/contract/slips.ts';
import { BadCase, type Case } from '../src/library/case-schema.ts';
import {
  crmNames,
  entryIn,
  type LibraryLanguage,
  listEntries,
  readEntry,
  type WholeEntry,
} from '../src/library/load.ts';
import { showTried } from './show.ts';

process.env['TZ'] = 'UTC';
enableCompileCache();

/** A mistake in what was asked for: told in a line. */
class Mistake extends Error {}

const usage = 'npm run try -- <crm> [case] [--php]';

async function list(): Promise<string> {
  const lines: string[] = [];
  for (const { crm, about } of await listEntries()) {
    const { cases } = await readEntry(crm);
    const shown = about.checks.length === 0 ? 'tells statuses by itself' : Object.keys(cases).join(', ');
    lines.push(`${crm.padEnd(24)}${about.name}`, `${' '.repeat(24)}${shown}`);
  }
  return [...lines, '', usage].join('\n');
}

async function tryCrm(crm: string, name: string | undefined, language: LibraryLanguage): Promise<boolean> {
  const entry = await find(crm);
  const names = Object.keys(entry.cases);
  if (entry.about.checks.length === 0)
    throw new Mistake(`${entry.about.name} tells statuses by itself: there is nothing to try`);
  if (names.length === 0) throw new Mistake(`${crm} has no cases: put one into scripts/${crm}/cases/normal.json`);
  if (name !== undefined && !names.includes(name)) {
    throw new Mistake(`${crm} has no case "${name}"; it has ${names.join(', ')}`);
  }
  if (!entry.languages.includes(language))
    throw new Mistake(`${crm} has no scripts in ${language}: put process.${language} beside process.js`);
  const scripted = entryIn(language, entry);
  // Loaded after the compile cache is on, and not for a list or a mistyped name.
  const [{ createIsolates }, { tryCase }, { createLog }] = await Promise.all([
    import('../src/isolates/pool.ts'),
    import('../src/library/cases.ts'),
    import('../src/log.ts'),
  ]);
  const isolates = createIsolates({ workers: 1, log: createLog('silent') });
  try {
    let right = true;
    for (const each of name === undefined ? names : [name]) {
      const given = entry.cases[each] as Case;
      const tried = await tryCase({ isolates }, scripted, given);
      console.log(showTried(`${crm} ${each}: ${given.about}`, given, tried));
      right = right && tried.differences.length === 0;
    }
    return right;
  } finally {
    await isolates.close();
  }
}

async function find(crm: string): Promise<WholeEntry> {
  const names = await crmNames();
  if (names.includes(crm)) return readEntry(crm);
  const near = names.filter((name) => nearestForm(crm, [name, ...name.split('-')]) !== null);
  const hint = near.length === 0 ? 'npm run try lists them' : `did you mean ${near.join(' or ')}?`;
  throw new Mistake(`there is no scripts/${crm}: ${hint}`);
}

const words = process.argv.slice(2);
const [crm, name, ...more] = words.filter((word) => word !== '--php');
try {
  if (more.length > 0) throw new Mistake(`"${more.join(' ')}" is too much: ${usage}`);
  if (crm === undefined) console.log(await list());
  else if (!(await tryCrm(crm, name, words.includes('--php') ? 'php' : 'js'))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Mistake || error instanceof BadCase)) throw error;
  console.error(`try: ${error.message}`);
  process.exitCode = 1;
}
