import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standing, title } from '../../scripts/library.ts';
import { createIsolates, type Isolates } from '../../src/isolates/pool.ts';
import { tryCase } from '../../src/library/cases.ts';
import { entryIn, listEntries, readEntry } from '../../src/library/load.ts';
import { createLog } from '../../src/log.ts';

const entries = await Promise.all((await listEntries()).map(({ crm }) => readEntry(crm)));
const asked = entries.filter(({ about }) => about.checks.length > 0);
/** Each CRM in each of its languages. */
const scripted = asked.flatMap((entry) =>
  entry.languages.map((language) => ({ crm: entry.crm, language, entry: entryIn(language, entry) })),
);
const cases = scripted.flatMap(({ crm, language, entry }) =>
  Object.entries(entry.cases).map(([name, given]) => ({ of: `${crm}: ${name} in ${language}`, entry, given })),
);

let isolates: Isolates;
beforeAll(() => {
  isolates = createIsolates({ workers: 1, log: createLog('silent') });
});
afterAll(() => isolates.close());

describe('the library', () => {
  it.each(cases)('does what is expected of $of', async ({ entry, given }) => {
    const unseen = given.exchanges.filter(({ request }) => request === undefined);
    expect(unseen, 'answers whose request is not written down: npm run try prints it').toEqual([]);
    expect((await tryCase({ isolates }, entry, given)).differences).toEqual([]);
  });

  it.each(asked)('has several cases of $crm: the usual, and what goes wrong', ({ cases }) => {
    expect(Object.keys(cases)).toContain('normal');
    expect(Object.keys(cases).length).toBeGreaterThan(1);
  });

  it.each(asked)('has a case of each check of $crm', ({ about, cases }) => {
    const kinds = new Set(Object.values(cases).map(({ check }) => check));
    expect(about.checks.map(({ kind }) => kind).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it.each(scripted)('uses every parameter and secret of $crm in $language, and no other', ({ entry }) => {
    const { about, scripts } = entry;
    const text = JSON.stringify([about.checks, about.allowedHosts]) + scripts.map(({ code }) => code).join('\n');
    const reading = /\{param:([^}]+)\}|\$params(?:\.|\[')(\w+)/g;
    const used = [...text.matchAll(reading)].map(([, macro, name]) => macro ?? name);
    expect([...new Set(used)].sort()).toEqual([...Object.keys(about.params), ...Object.keys(about.secrets)].sort());
  });

  it('has every CRM that can be asked in both languages', () => {
    expect(asked.filter(({ languages }) => languages.join() !== 'js,php').map(({ crm }) => crm)).toEqual([]);
    expect(asked.length).toBeGreaterThanOrEqual(10);
  });

  it('says of every CRM how far it may be trusted', () => {
    for (const { about } of entries) {
      expect(about.sources.length).toBeGreaterThan(0);
      const { ru, en } = standing(about);
      expect(en).toContain(`last seen to work: ${about.lastSeenToWork ?? 'never'}`);
      expect(ru).toContain(about.lastSeenToWork ?? 'ещё не проверено');
    }
  });

  it('is called in each language what people of that language understand', () => {
    for (const { about } of entries) {
      const { ru, en } = title(about);
      expect(en).not.toMatch(/[а-яё]/i);
      // Names of their own stay as they are: amoCRM, dr.cash, lead/feed, and what stands in brackets.
      expect(ru.replace(/\(.*?\)/g, '').match(/(?<![\w./-])[a-z]{2,}(?![\w./-])/g) ?? [], ru).toEqual([]);
      if (about.sort === 'template') expect(ru).toMatch(/[а-яё]/i);
    }
  });

  it('covers every format of an answer, every kind of check and every way to send fields', () => {
    const checks = asked.flatMap(({ about }) => about.checks);
    expect(new Set(checks.map(({ format }) => format))).toEqual(new Set(['json', 'xml', 'csv', 'form', 'php', 'text']));
    expect(new Set(checks.map(({ kind }) => kind))).toEqual(new Set(['processing', 'accepted', 'range']));
    expect(checks.some(({ charset }) => charset === 'windows-1251')).toBe(true);
    expect(checks.some(({ batchSize }) => batchSize === 1)).toBe(true);
    expect(checks.some(({ okStatuses }) => okStatuses?.includes(404))).toBe(true);
    expect(checks.some(({ emptyOk }) => emptyOk)).toBe(true);
    expect(checks.some(({ login }) => login)).toBe(true);
    expect(checks.some(({ maxRequests = 1 }) => maxRequests > 1)).toBe(true);
    expect(new Set(checks.map(({ bodyEncoding = 'form' }) => bodyEncoding))).toEqual(
      new Set(['form', 'json', 'multipart']),
    );
  });
});
