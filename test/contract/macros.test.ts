import { describe, expect, test } from 'vitest';
import type { RangeVariables } from '../../sandbox/contract/job.ts';
import {
  checkMacros,
  expandField,
  expandText,
  expandUrl,
  type MacroContext,
  type MacroPlace,
  type MacroValues,
} from '../../sandbox/contract/macros.ts';

const params: Record<string, string> = {
  token: 'a b&c',
  domain: 'shop.example.com:8443',
  path: 'evil.example/../',
  tricky: '{idsl}{{id}}$&',
  ключ: 'да',
};
const param = (name: string): string | undefined => params[name];

const leads = [
  { id: 7, extId: 'A,1' },
  { id: 12, extId: 'б/2' },
];
const batch: MacroValues = { kind: 'ids', leads, param };
const single: MacroValues = { kind: 'ids', leads: [{ id: 7, extId: 'A,1' }], param };

const days: RangeVariables = {
  from: '2026-03-01',
  to: '2026-03-07',
  tom: '2026-03-08',
  ffrom: '2026-01-03 00:00:00',
  fto: '2026-07-03 23:59:59',
  ftom: '2026-08-03 23:59:59',
  ufrom: 1772312400,
  uto: 1772917199,
  utom: 1773003599,
};
const range: MacroValues = { kind: 'range', range: days, format: (which, pattern) => `<${which} ${pattern}>`, param };

const asIs = (element: string): string => element;
const processing: MacroContext = { kind: 'processing', batchSize: 50 };
const one: MacroContext = { kind: 'accepted', batchSize: 1 };
const byDays: MacroContext = { kind: 'range', batchSize: 50 };

describe('expanding', () => {
  test.each<[string, MacroValues, header: string, url: string]>([
    ['{idsl}', batch, '7,12', '7,12'],
    ['{idel}', batch, 'A,1,б/2', 'A%2C1,%D0%B1%2F2'],
    ['{id}', single, '7', '7'],
    ['{ext}', single, 'A,1', 'A%2C1'],
    ['{from}', range, '2026-03-01', '2026-03-01'],
    ['{to}', range, '2026-03-07', '2026-03-07'],
    ['{tom}', range, '2026-03-08', '2026-03-08'],
    ['{ffrom}', range, '2026-01-03 00:00:00', '2026-01-03%2000%3A00%3A00'],
    ['{fto}', range, '2026-07-03 23:59:59', '2026-07-03%2023%3A59%3A59'],
    ['{ftom}', range, '2026-08-03 23:59:59', '2026-08-03%2023%3A59%3A59'],
    ['{ufrom}', range, '1772312400', '1772312400'],
    ['{uto}', range, '1772917199', '1772917199'],
    ['{utom}', range, '1773003599', '1773003599'],
    ['{from:dd.MM.yyyy}', range, '<from dd.MM.yyyy>', '%3Cfrom%20dd.MM.yyyy%3E'],
    ["{to:yyyy-MM-dd'T'HH:mm:ss}", range, "<to yyyy-MM-dd'T'HH:mm:ss>", "%3Cto%20yyyy-MM-dd'T'HH%3Amm%3Ass%3E"],
    ['{tom:X}', range, '<tom X>', '%3Ctom%20X%3E'],
    ['{param:token}', batch, 'a b&c', 'a%20b%26c'],
    ['{param:token}', range, 'a b&c', 'a%20b%26c'],
    ['{param:ключ}', batch, 'да', '%D0%B4%D0%B0'],
    ['{{idsl}}', batch, '{idsl}', '{idsl}'],
    ['{{from:dd.MM}}', range, '{from:dd.MM}', '{from:dd.MM}'],
    ['{{anything}}', batch, '{anything}', '{anything}'],
    ['', batch, '', ''],
    ['a={idsl}&b={param:token}', batch, 'a=7,12&b=a b&c', 'a=7,12&b=a%20b%26c'],
  ])('%s is put into fields and headers as it is, into URLs percent-encoded', (text, values, plain, encoded) => {
    expect(expandText(text, values, asIs)).toBe(plain);
    expect(expandField(text, values)).toBe(plain);
    expect(expandUrl(`https://crm.example/${text}?q=${text}`, values)).toBe(
      `https://crm.example/${encoded}?q=${encoded}`,
    );
    expect(expandUrl(text, values)).toBe(encoded);
  });

  test('{ids} and {ide} as a whole field value are arrays of numbers and texts', () => {
    expect(expandField('{ids}', batch)).toEqual([7, 12]);
    expect(expandField('{ide}', batch)).toEqual(['A,1', 'б/2']);
    expect(expandField('{ids}', single)).toEqual([7]);
  });

  test.each([
    '{"a": 1}',
    '{}',
    '{ x }',
    '{"filter":{"status":["new"]}}',
    '{{}}',
    '{',
    '}}',
    '{{ idsl }}',
    '{1}',
    '{_id}',
    '{order id}',
    '{id',
  ])('the braces of %s are themselves', (text) => {
    expect(expandField(text, single)).toBe(text);
    expect(checkMacros(text, 'field', one)).toEqual([]);
  });

  test('a macro next to braces of JSON is found', () => {
    expect(expandText('{"filter":{"ids":[{idsl}]},"n":{id}}', single, asIs)).toBe('{"filter":{"ids":[7]},"n":7}');
  });

  test('values are never expanded again', () => {
    expect(expandText('{param:tricky}', batch, asIs)).toBe('{idsl}{{id}}$&');
  });

  test('a parameter that nobody has set is an error naming it', () => {
    expect(() => expandText('key={param:Token}', batch, asIs)).toThrow(
      '{param:Token}: neither the offer nor the integration has a parameter or secret "Token".',
    );
  });

  test('leads without an external id are left out of lists, and an error where they stand alone', () => {
    const values: MacroValues = { kind: 'ids', leads: [{ id: 1, extId: null }, ...leads], param };
    expect(expandField('{ide}', values)).toEqual(['A,1', 'б/2']);
    expect(expandText('{idel}', values, asIs)).toBe('A,1,б/2');
    const alone: MacroValues = { kind: 'ids', leads: [{ id: 1, extId: null }], param };
    expect(() => expandText('{ext}', alone, asIs)).toThrow('{ext}: lead 1 has no external id.');
    expect(expandText('{id}', alone, asIs)).toBe('1');
  });

  test.each<[string, MacroValues, string]>([
    ['{id}', batch, '{id} is a single lead, but 2 are asked for.'],
    ['{ids}', range, '{ids} lists leads, but a range check asks by days'],
    ['{idsl}', range, '{idsl} lists leads, but a range check asks by days'],
    ['{from}', batch, '{from} is a day, but this kind of check asks by ids'],
    ['{date}', range, '{date} is not a macro'],
    ['x{ids}', batch, '{ids} is an array and must be the whole value of a field'],
    ['{ufrom:dd}', range, '{ufrom} takes no pattern; {from:dd} does'],
    ['{idsl:5}', batch, '{idsl} takes nothing after a colon'],
    ['{param}', batch, '{param} names no parameter'],
  ])('%s cannot be expanded where a script put it in the wrong place', (text, values, message) => {
    expect(() => expandField(text, values)).toThrow(message);
  });
});

describe('a parameter in the place of the host', () => {
  test('is put in as it is', () => {
    expect(expandUrl('https://{param:domain}/api?key={param:domain}', batch)).toBe(
      'https://shop.example.com:8443/api?key=shop.example.com%3A8443',
    );
    const sub: MacroValues = { ...batch, param: () => 'acme' };
    expect(expandUrl('https://{param:account}.crm.example/{idsl}', sub)).toBe('https://acme.crm.example/7,12');
  });

  test('cannot bring a path or a user with it', () => {
    for (const value of ['evil.example/../', 'me@evil.example', 'a?b', 'a#b', 'a b', '', 'a\\b', 'a%2fb']) {
      expect(() => expandUrl('https://{param:path}/api', { ...batch, param: () => value })).toThrow(
        '{param:path} stands in the place of a host, but its value is not one',
      );
    }
  });

  test('is percent-encoded before an @, where user and password stand', () => {
    expect(expandUrl('https://{param:path}:{param:token}@crm.example/', batch)).toBe(
      'https://evil.example%2F..%2F:a%20b%26c@crm.example/',
    );
  });

  test('is the only macro allowed there', () => {
    expect(checkMacros('https://{param:domain}/{idsl}', 'url', processing)).toEqual([]);
    expect(checkMacros('https://{idsl}.example/', 'url', processing)).toEqual([
      { macro: '{idsl}', code: 'not_here', message: '{idsl} cannot stand in the place of a host; {param:name} can.' },
    ]);
    expect(() => expandUrl('https://{idsl}.example/', batch)).toThrow('{idsl} cannot stand in the place of a host');
  });
});

describe('the token of a log-in', () => {
  const loggedIn: MacroContext = { ...processing, login: true };

  test('stands in every place but that of the host', () => {
    for (const place of ['url', 'header', 'field'] as const) {
      expect(checkMacros('/{token}', place, loggedIn)).toEqual([]);
      expect(checkMacros('/{token}', place, { ...byDays, login: true })).toEqual([]);
    }
    expect(checkMacros('https://{token}.example/', 'url', loggedIn)).toMatchObject([{ code: 'not_here' }]);
    expect(expandUrl('https://crm.example/{token}', { ...batch, token: 'a/b' })).toBe('https://crm.example/a%2Fb');
    expect(expandText('Bearer {token}', { ...range, token: 'a/b' }, asIs)).toBe('Bearer a/b');
  });

  test('is nothing where there is no log-in', () => {
    const why = '{token} is what a log-in gives, but this check has none (login).';
    expect(checkMacros('{token}', 'header', processing)).toEqual([
      { macro: '{token}', code: 'not_here', message: why },
    ]);
    expect(() => expandText('{token}', batch, asIs)).toThrow(why);
    expect(checkMacros('{token:x}', 'header', loggedIn)).toMatchObject([{ code: 'argument' }]);
  });

  test('takes parameters alone in the log-in itself', () => {
    const own: MacroContext = { ...loggedIn, onlyParams: true };
    expect(checkMacros('{param:password}', 'field', own)).toEqual([]);
    for (const macro of ['{token}', '{idel}', '{ids}']) {
      expect(checkMacros(macro, 'field', own)).toMatchObject([
        { code: 'not_here', message: `${macro} means nothing in a log-in; {param:name} does.` },
      ]);
    }
  });
});

describe('checking what is saved', () => {
  const places: MacroPlace[] = ['url', 'header', 'field'];

  test.each<[string, MacroContext]>([
    ['{idsl}', processing],
    ['{idel}', processing],
    ['{id}', one],
    ['{ext}', one],
    ['{from} {to} {tom}', byDays],
    ['{ffrom} {fto} {ftom}', byDays],
    ['{ufrom} {uto} {utom}', byDays],
    ['{from:dd.MM.yyyy} {to:dd.MM.yyyy} {tom:dd.MM.yyyy}', byDays],
    ['{param:token}', processing],
    ['{param:token}', byDays],
    ['{{word}} {{word:x}}', processing],
  ])('%s is right in every place', (text, context) => {
    for (const place of places) expect(checkMacros(text, place, context)).toEqual([]);
  });

  test.each(['{ids}', '{ide}'])('%s is right as the whole value of a field alone', (macro) => {
    expect(checkMacros(macro, 'field', processing)).toEqual([]);
    for (const [text, place] of [
      [`${macro} `, 'field'],
      [macro, 'url'],
      [macro, 'header'],
    ] as const) {
      expect(checkMacros(text, place, processing)).toMatchObject([{ macro, code: 'not_here' }]);
    }
  });

  test.each<[string, MacroContext, string, string]>([
    ['{idls}', processing, 'unknown', 'did you mean {idsl}?'],
    ['{IDSL}', processing, 'unknown', 'did you mean {idsl}?'],
    ['{еxt}', one, 'unknown', 'did you mean {ext}?'],
    ['{form}', byDays, 'unknown', 'did you mean {from}?'],
    ['{params:token}', processing, 'unknown', 'did you mean {param:name}?'],
    ['{yesterday}', byDays, 'unknown', 'known here are {from} {to} {tom} {ffrom} {fto} {ftom} {ufrom} {uto} {utom}'],
    ['{yesterday}', byDays, 'unknown', 'As plain text it is written {{yesterday}}.'],
    ['{from}', processing, 'other_kind', 'use {idsl} or {idel}'],
    ['{utom}', one, 'other_kind', 'use {idsl} or {idel}'],
    ['{idsl}', byDays, 'other_kind', 'use {from} and {to}'],
    ['{ids}', byDays, 'other_kind', 'use {from} and {to}'],
    ['{id}', processing, 'single_only', 'needs a batch size of 1, not 50; {idsl} lists'],
    ['{ext}', processing, 'single_only', 'needs a batch size of 1, not 50; {idel} lists'],
    ['{param}', processing, 'argument', 'write {param:name}'],
    ['{param: }', processing, 'argument', 'write {param:name}'],
    ['{ffrom:dd.MM}', byDays, 'argument', '{ffrom} takes no pattern; {from:dd.MM} does'],
    ['{idsl:x}', processing, 'argument', 'takes nothing after a colon'],
    ['{from:}', byDays, 'argument', 'names no date pattern'],
  ])('%s is refused with a sentence that helps', (macro, context, code, words) => {
    for (const place of places) {
      const problems = checkMacros(`x=${macro}`, place, context);
      expect(problems).toMatchObject([{ macro, code }]);
      expect(problems[0]?.message).toContain(words);
      expect(problems[0]?.message).toContain(macro);
    }
  });

  test('a date pattern is judged by whoever can print it', () => {
    const context = { ...byDays, isPattern: (pattern: string) => pattern === 'dd.MM.yyyy' };
    expect(checkMacros('{from:dd.MM.yyyy}', 'field', context)).toEqual([]);
    expect(checkMacros('{from:DD.MM.YYYY}', 'field', context)).toMatchObject([
      { macro: '{from:DD.MM.YYYY}', code: 'argument' },
    ]);
  });

  test('every mistake is named, not the first alone', () => {
    const problems = checkMacros('https://crm.example/{a1}?x={from}&y={id}', 'url', processing);
    expect(problems.map(({ macro }) => macro)).toEqual(['{a1}', '{from}', '{id}']);
  });
});
