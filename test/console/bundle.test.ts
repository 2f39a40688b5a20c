import { describe, expect, it } from 'vitest';
import { consoleBundle } from '../../src/api/console-bundle.ts';
import { words as english } from '../../src/console/words/en.ts';
import { words as russian } from '../../src/console/words/ru.ts';

const KB = 1024;

describe('the console', () => {
  it('loads less than 120 KB of gzipped scripts before a view is opened, and has less than 350 KB in all', async () => {
    const { files, script, preload } = await consoleBundle();
    const sizeOf = (names: Iterable<string>): number =>
      [...names].reduce((sum, name) => sum + (files.get(name)?.gzipped.byteLength ?? 0), 0);
    const scripts = [...files.keys()].filter((name) => name.endsWith('.js'));
    expect(sizeOf([script, ...preload])).toBeLessThan(120 * KB);
    expect(sizeOf(scripts)).toBeLessThan(350 * KB);
  });

  it('loads nothing from elsewhere', async () => {
    const { files } = await consoleBundle();
    for (const [name, { bytes }] of files) {
      const text = Buffer.from(bytes).toString('utf8');
      expect([name, text.match(/(?:from|import\(|@import|url\()\s*["']?https?:\/\/[^"')]*/g)]).toEqual([name, null]);
    }
  });

  it('has every word in both languages, with all the plurals of each', () => {
    const keys = (words: object, language: string): string[] => {
      const found = Object.entries(words).flatMap(([group, texts]) =>
        Object.keys(texts).map((name) => `${group}.${name}`),
      );
      const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
      const plural = /_(one|few|many|other)$/;
      for (const base of new Set(found.filter((key) => plural.test(key)).map((key) => key.replace(plural, '')))) {
        expect([base, pluralCategories.filter((category) => !found.includes(`${base}_${category}`))]).toEqual([
          base,
          [],
        ]);
      }
      return [...new Set(found.map((key) => key.replace(plural, '')))].sort();
    };
    expect(keys(russian, 'ru')).toEqual(keys(english, 'en'));
  });
});
