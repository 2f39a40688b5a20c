/** The library of ready scripts, a folder for each CRM, read from the project's own folder when somebody asks for it. */
import { readdir, readFile } from 'node:fs/promises';
import type { Language } from '../../sandbox/contract/job.ts';
import { type About, title } from '../../scripts/library.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { type Case, readCase } from './case-schema.ts';

const root = new URL('../../scripts/', import.meta.url);

/** Of the library's scripts: `process.js`, and beside it the same in PHP, `process.php`. */
export const libraryLanguages = ['js', 'php'] as const;
export type LibraryLanguage = (typeof libraryLanguages)[number];

/** A CRM of the library: the name of its folder, and what that says of it. */
export interface Entry {
  crm: string;
  about: About;
}

export interface Code {
  /** `process.js` */
  file: string;
  language: Language;
  code: string;
}

/** An entry with the text of its scripts, and its cases by their names. */
export interface WholeEntry extends Entry {
  /** In which all its scripts are there. */
  languages: LibraryLanguage[];
  /** In all its languages, one after the other. */
  scripts: Code[];
  cases: { [name: string]: Case };
}

/** Names of all folders, in the order of the alphabet. */
export async function crmNames(): Promise<string[]> {
  const found = await readdir(root, { withFileTypes: true });
  return found
    .filter((each) => each.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** @param q part of a folder's or a CRM's name, in either language and any letter case */
export async function listEntries(q = ''): Promise<Entry[]> {
  const entries = await Promise.all((await crmNames()).map(readAbout));
  const wanted = q.trim().toLowerCase();
  return entries.filter(({ crm, about }) =>
    [crm, ...Object.values(title(about))].some((name) => name.toLowerCase().includes(wanted)),
  );
}

/** @throws NotFound */
export async function readEntry(crm: string): Promise<WholeEntry> {
  // Only what the folder lists is read: a name may hold anything.
  if (!(await crmNames()).includes(crm)) throw new NotFound('CRM in the library:', crm);
  const { about } = await readAbout(crm);
  const there = new Set(await readdir(new URL(`${crm}/`, root)));
  const files = [...new Set(about.checks.flatMap(({ preprocess, process }) => [preprocess, process].filter(isGiven)))];
  const inPhp = files.every((file) => there.has(fileIn('php', file)));
  const languages: LibraryLanguage[] = files.length === 0 ? [] : inPhp ? ['js', 'php'] : ['js'];
  const scripts = languages.flatMap((language) =>
    files.map(async (file) => {
      const own = fileIn(language, file);
      return { file: own, language, code: await readFile(new URL(`${crm}/${own}`, root), 'utf8') };
    }),
  );
  return { crm, about, languages, scripts: await Promise.all(scripts), cases: await readCases(crm) };
}

/**
 * The entry with its checks' scripts in one language, and no others.
 * @throws InvalidInput naming the languages that there are
 */
export function entryIn(language: LibraryLanguage, entry: WholeEntry): WholeEntry {
  const { about, languages } = entry;
  if (!languages.includes(language)) {
    const message = `must be ${languages.join(' or ')}: ${about.name} has no scripts in ${language}`;
    throw new InvalidInput([{ path: 'language', message }]);
  }
  const checks = about.checks.map((check) => ({
    ...check,
    ...(check.preprocess === undefined ? {} : { preprocess: fileIn(language, check.preprocess) }),
    process: fileIn(language, check.process),
  }));
  const scripts = entry.scripts.filter((script) => script.language === language);
  return { ...entry, about: { ...about, checks }, scripts };
}

const fileIn = (language: LibraryLanguage, file: string): string => file.replace(/\.\w+$/, `.${language}`);

async function readAbout(crm: string): Promise<Entry> {
  const module = (await import(new URL(`${crm}/about.ts`, root).href)) as { about: About };
  return { crm, about: module.about };
}

async function readCases(crm: string): Promise<WholeEntry['cases']> {
  const folder = new URL(`${crm}/cases/`, root);
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.json')).sort();
  const cases = files.map(async (file) => {
    const text = await readFile(new URL(file, folder), 'utf8');
    return [file.replace(/\.json$/, ''), readCase(text, `scripts/${crm}/cases/${file}`)] as const;
  });
  return Object.fromEntries(await Promise.all(cases));
}

const isGiven = (file: string | undefined): file is string => file !== undefined;
