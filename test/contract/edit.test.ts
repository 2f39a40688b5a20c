import { describe, expect, test } from 'vitest';
import { parseEdit } from '../../sandbox/contract/edit.ts';

function read(input: unknown) {
  const parsed = parseEdit(input);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.edit;
}

function refusal(input: unknown) {
  const parsed = parseEdit(input);
  if (parsed.ok) throw new Error(`was taken: ${JSON.stringify(parsed.edit)}`);
  return parsed;
}

describe('an edit is read', () => {
  test.each([
    [{ accept: 1 }, { accept: true }],
    [{ accept: true }, { accept: true }],
    [{ accept: '1' }, { accept: true }],
    [
      { accept: 1, status: 8 },
      { accept: true, status: 8 },
    ],
    [{ status: '6' }, { status: 6 }],
    [
      { status: 5, reason: '6' },
      { status: 5, reason: 6 },
    ],
    [{ hold: true }, { hold: true }],
    [{ hold: '14' }, { hold: 14 }],
    [{ hold: 0 }, { hold: 0 }],
    [
      { status: 4, hold: 3 },
      { status: 4, hold: 3 },
    ],
    [{ base: '12 000,00' }, { base: '12000' }],
    [{ base: '12\u00a0000,5' }, { base: '12000.5' }],
    [{ base: 99.9 }, { base: '99.9' }],
    [{ counts: '3' }, { counts: 3 }],
    [
      { curr: 1, goal: '7' },
      { curr: 1, goal: 7 },
    ],
    [{ track: 80_110_023 }, { track: '80110023' }],
    [{ comment: '' }, { comment: '' }],
    [{ cash: { pay: '10', cc: 'usd' } }, { cash: { pay: '10', cc: 'USD' } }],
    [{ cash: { wm: 5, pay: '7.50', ref: 0, cc: '3' } }, { cash: { wm: '5', pay: '7.5', ref: '0', cc: 3 } }],
    [{}, {}],
  ])('%j', (input, edit) => {
    expect(read(input)).toEqual(edit);
  });

  test('with null and undefined as "not given", also inside cash', () => {
    expect(read({ accept: null, status: undefined, comment: null, cash: { wm: null, pay: 3 } })).toEqual({
      cash: { pay: '3' },
    });
    expect(read({ cash: { wm: null, cc: null } })).toEqual({});
  });

  test('with quotes, backslashes and line ends of a comment exactly as given', () => {
    const comment = `it's "so" \\' \\\\ \r\n\t <b> %s ü 🙂`;
    expect(read({ comment })).toEqual({ comment });
  });
});

describe('an edit is refused whole', () => {
  test.each([
    [{ accept: 0 }, 'accept', 'accept must be 1 or true, not 0.'],
    [{ accept: false }, 'accept', 'accept must be 1 or true, not false.'],
    [{ accept: 'yes' }, 'accept', 'accept must be 1 or true, not "yes".'],
    [{ status: 13 }, 'status', 'status must be a status from 1 to 12, not 13.'],
    [{ status: 0 }, 'status', 'status must be a status from 1 to 12, not 0.'],
    [{ status: 5.5 }, 'status', 'status must be a status from 1 to 12, not 5.5.'],
    [{ status: 'cancel' }, 'status', 'status must be a status from 1 to 12, not "cancel".'],
    [{ status: [5] }, 'status', 'status must be a status from 1 to 12, not a list.'],
    [{ status: 5, reason: 0 }, 'reason', 'reason must be an id, not 0.'],
    [{ hold: false }, 'hold', 'hold must be true or whole days from 0 to 3650, not false.'],
    [{ hold: -1 }, 'hold', 'hold must be true or whole days from 0 to 3650, not -1.'],
    [{ hold: 1.5 }, 'hold', 'hold must be true or whole days from 0 to 3650, not 1.5.'],
    [{ hold: 4000 }, 'hold', 'hold must be true or whole days from 0 to 3650, not 4000.'],
    [{ comment: true }, 'comment', 'comment must be text, not true.'],
    [{ comment: { text: 1 } }, 'comment', 'comment must be text, not an object.'],
    [{ base: '1,234' }, 'base', 'base is ambiguous: "1,234" (write 1234.56).'],
    [{ base: '1.234,56' }, 'base', 'base is ambiguous: "1.234,56" (write 1234.56).'],
    [{ base: -5 }, 'base', 'base must not be negative: -5.'],
    [{ base: '1.23456' }, 'base', 'base has more than 4 decimals: "1.23456".'],
    [{ base: Number.NaN }, 'base', 'base must be an amount, not NaN.'],
    [{ base: '' }, 'base', 'base must be an amount, not an empty text.'],
    [{ counts: 0 }, 'counts', 'counts must be a whole number from 1 to 100000, not 0.'],
    [{ counts: '1.0' }, 'counts', 'counts must be a whole number from 1 to 100000, not "1.0".'],
    [{ curr: 'USD' }, 'curr', 'curr must be an id, not "USD".'],
    [{ goal: 1e300 }, 'goal', 'goal must be an id, not 1e+300.'],
    [{ track: 'x'.repeat(201) }, 'track', 'track must be at most 200 characters, not 201.'],
    [{ cash: 5 }, 'cash', 'cash must be an object of wm, pay, ref and cc, not 5.'],
    [{ cash: { pay: '-5' } }, 'cash.pay', 'cash.pay must not be negative: "-5".'],
    [{ cash: { cc: 'USD' } }, 'cash.cc', 'cash.cc is "USD", but no amount in that currency is given beside it.'],
    [{ cash: { pay: 1, cc: '$' } }, 'cash.cc', 'cash.cc must be a currency id or an ISO code, not "$".'],
    [{ cash: { payy: 1 } }, 'cash.payy', 'cash.payy is not a field; did you mean pay?'],
    [{ acept: 1 }, 'acept', 'acept is not a field; did you mean accept?'],
    [{ count: 1 }, 'count', 'count is not a field; did you mean counts?'],
    [{ Currency: 1 }, 'Currency', 'Currency is not a field; did you mean curr?'],
    [null, '', 'An edit must be an object of fields, not null.'],
    [[{ status: 5 }], '', 'An edit must be an object of fields, not a list.'],
    ['accept', '', 'An edit must be an object of fields, not "accept".'],
  ])('%j: wrong in %s', (input, field, message) => {
    expect(refusal(input)).toEqual({ ok: false, field, message });
  });

  test.each([
    [{ base: `1.${'0'.repeat(4_000_000)}1` }, 'base is not an amount: "1.00'],
    [{ base: '9'.repeat(7_000_000) }, 'base is not an amount: "999'],
    [{ base: `${' '.repeat(7_000_000)}x` }, 'base is not an amount: "x".'],
    [{ base: `${'1 '.repeat(3_500_000)}` }, 'base is not an amount: "1 1'],
    [{ counts: ' '.repeat(7_000_000) }, 'counts must be a whole number'],
    [{ cash: { cc: ' '.repeat(7_000_000) } }, 'cash.cc must be a currency id'],
    [{ cash: { ['x'.repeat(7_000_000)]: 1 } }, 'cash.xxx'],
    [{ ['x'.repeat(7_000_000)]: 1 }, 'xxx'],
  ])('of which megabytes are sent, at once, and in a short sentence', (input, start) => {
    const { field, message } = refusal(input);
    expect(message.startsWith(start), message).toBe(true);
    expect(message.length).toBeLessThan(300);
    expect(field.length).toBeLessThan(50);
  });

  test.each([
    [{ accept: 1, status: 5 }, 'status', 'status 5 contradicts accept, which goes with a status from 6 to 10 alone.'],
    [{ accept: 1, status: 4 }, 'status', 'status 4 contradicts accept, which goes with a status from 6 to 10 alone.'],
    [{ accept: 1, status: 11 }, 'status', 'status 11 contradicts accept, which goes with a status from 6 to 10 alone.'],
    [{ accept: 1, hold: 3 }, 'hold', 'hold contradicts accept: a lead is either held or accepted.'],
    [{ accept: 1, reason: 6 }, 'reason', 'reason 6 goes with status 5 alone, and no status is given.'],
    [{ reason: 6 }, 'reason', 'reason 6 goes with status 5 alone, and no status is given.'],
    [{ reason: 6, status: 3 }, 'reason', 'reason 6 goes with status 5 alone, and the status given is 3.'],
    [{ hold: true, status: 3 }, 'status', 'status 3 contradicts hold, which puts the lead in status 4.'],
  ])('%j contradicts itself', (input, field, message) => {
    expect(refusal(input)).toEqual({ ok: false, field, message });
  });

  test('for an unknown field that nothing resembles, naming the ones there are', () => {
    expect(refusal({ colour: 'red' }).message).toBe(
      'colour is not a field: the fields are accept, status, reason, hold, comment, base, counts, curr, goal, track, cash.',
    );
  });

  test('for an unknown field also where its value is null, and whatever its name', () => {
    expect(refusal({ nope: null }).field).toBe('nope');
    expect(refusal(JSON.parse('{"__proto__": 1}')).field).toBe('__proto__');
    expect(refusal({ constructor: 1 }).field).toBe('constructor');
    expect(refusal({ ['x'.repeat(100_000)]: 1 }).message.length).toBeLessThan(300);
  });
});

describe('a text', () => {
  test('of 4,000 characters is kept whole', () => {
    const comment = '🙂'.repeat(4_000);
    expect(parseEdit({ comment })).toEqual({ ok: true, edit: { comment }, warnings: [] });
  });

  test('that is longer is cut with a warning, and never inside a character', () => {
    expect(parseEdit({ comment: `${'a'.repeat(3_999)}🙂b` })).toEqual({
      ok: true,
      edit: { comment: `${'a'.repeat(3_999)}🙂` },
      warnings: [{ code: 'text_cut', message: 'comment was cut at 4000 characters.', params: { max: 4_000 } }],
    });
  });

  test('that a database cannot keep is repaired with a warning', () => {
    const parsed = parseEdit({ comment: 'a\0b\ud800c' });
    expect(parsed).toMatchObject({ edit: { comment: 'a\ufffdb\ufffdc' }, warnings: [{ code: 'text_repaired' }] });
  });
});
