import { describe, expect, test } from 'vitest';
import type { CheckKind } from '../../sandbox/contract/statuses.ts';
import { law } from '../../sandbox/recognise/rules.ts';
import { vocabularies } from '../../sandbox/recognise/words/index.ts';
import { contextOf, isRight, meaning, pays, table } from './reading.ts';

interface Row {
  language: string;
  text: string;
  expected: string;
  verified: boolean;
  answer: string;
}

const rows: Row[] = table('words.tsv').map(({ language = '', text = '', meaning: expected = '', check, seen }) => ({
  language,
  text,
  expected,
  verified: seen === 'verified',
  answer: meaning(text, contextOf(check as CheckKind)),
}));
const shown = ({ text, expected, answer }: Row): string => `${text}: ${answer} instead of ${expected}`;
const share = (of: readonly Row[]): number =>
  of.filter(({ answer, expected }) => isRight(answer, expected)).length / of.length;

describe('the words that CRMs were seen to use', () => {
  const verified = rows.filter((row) => row.verified);

  test('none of the verified ones is read wrongly', () => {
    expect(
      verified.filter(({ answer, expected }) => answer !== 'silent' && !isRight(answer, expected)).map(shown),
    ).toEqual([]);
  });

  test('at least 97 in 100 of the verified ones are read rightly', () => {
    expect(share(verified)).toBeGreaterThanOrEqual(0.97);
  });

  test('none of the others is read wrongly either', () => {
    expect(rows.filter(({ answer, expected }) => answer !== 'silent' && !isRight(answer, expected)).map(shown)).toEqual(
      [],
    );
  });

  test.each([...new Set(rows.map(({ language }) => language))])(
    'at least 90 in 100 are read rightly in «%s»',
    (language) => {
      expect(share(rows.filter((row) => row.language === language))).toBeGreaterThanOrEqual(0.9);
    },
  );

  test('letter case, spaces around and underscores change nothing', () => {
    const spoilt = rows.flatMap((row) => {
      const same = meaning(row.text);
      return [`  ${row.text} `, row.text.toLowerCase(), row.text.replaceAll(' ', '_')]
        .filter((text) => meaning(text) !== same)
        .map((text) => `${text}: ${meaning(text)} instead of ${same}`);
    });
    expect(spoilt).toEqual([]);
  });
});

describe('other forms, cases, genders, orders, prefixes and suffixes', () => {
  const forms = table('forms.tsv').map(({ text = '', meaning: expected = '' }) => ({
    text,
    expected,
    answer: meaning(text),
  }));

  test('all are read as meant, or left alone where the table allows it', () => {
    const wrong = forms.filter(({ answer, expected }) => !expected.split('|').some((one) => isRight(answer, one)));
    expect(wrong).toEqual([]);
  });
});

test('every group that a rule names has words in some vocabulary', () => {
  const lines = Object.values(vocabularies()).join('').split('\n');
  const groups = new Set(lines.map((line) => line.slice(0, line.indexOf(':')).replace('!', '')));
  const named = law.flatMap(([, , ...sets]) => sets.flatMap((set) => set.split(/[ +|]+/)));
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter((group) => !groups.has(group.replace('!', '')))).toEqual([]);
});

test('no entry of a vocabulary begins with a number, for numbers are not looked up', () => {
  const { latin, cyrillic, thai } = vocabularies();
  expect((latin + cyrillic + thai).match(/ \d\S*/g)).toBeNull();
});

describe('one slip of the pen', () => {
  /** Every text with one letter left out, doubled, swapped with the next, or taken for another. */
  function* slipsOf(text: string): Generator<string> {
    const letters = /[\u0400-\u04ff]/.test(text) ? 'аен' : 'aon';
    for (let at = 0; at < text.length; at++) {
      const [before, letter, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)];
      yield before + after;
      yield before + letter + letter + after;
      if (after !== '') yield before + after.charAt(0) + letter + after.slice(1);
      for (const other of letters) yield before + other + after;
    }
  }

  /** Where the slip makes another real word, nobody can tell. */
  const realWords = /^(?:sending|.*\bsold\b.*)$/i;

  test('makes no text pay that did not', () => {
    const paid = rows
      .filter(({ text, verified }) => verified && !pays(meaning(text)))
      .flatMap(({ text }) => [...new Set(slipsOf(text))].map((slip) => ({ text, slip })))
      .filter(({ slip }) => pays(meaning(slip)) && !realWords.test(slip));
    expect(paid).toEqual([]);
  });
});
