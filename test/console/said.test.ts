import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentences } from '../../sandbox/warnings.ts';
import { byCode } from '../../src/console/words/ru/by-code.ts';
import { said, translate } from '../../src/console/words/ru/said.ts';
import { words } from '../../src/console/words/ru.ts';
import { hintFor, hints } from '../../src/isolates/child/syntax/hints.ts';
import { unknown } from '../../src/isolates/child/unknown-name.ts';
import { type Http, openHttp } from '../api/http.ts';
import { nounsOf, sentencesOf } from './sentences.ts';

/** Whatever speaks to people. What the compiler says of PHP is in the language of PHP's manual, as its own messages are. */
const source = [
  'src/{api,checks,intake,leads,network,notify,outbound,people,personal-data,scripting}/**/*.ts',
  'src/library/{cases,install,params}.ts',
  'src/isolates/{*,child/*,child/syntax/*}.ts',
  'sandbox/contract/*.ts',
];

/** What may stand in a sentence: a number, a name, a host, a macro, a part of a sentence. */
const values = ['7', 'abc', 'crm.example.com', '{idsl}', 'Lead 5 is not one of this run.', '12.5 MB'];
const anything = new Proxy<Record<string, string>>({}, { get: () => '7' });

const isRussian = (text: string): boolean => /[а-яё]/i.test(text);

describe('what the API says, in Russian', () => {
  let http: Http;
  beforeAll(async () => {
    http = await openHttp();
  });
  afterAll(() => http.close());

  it('is there for every sentence of the source', () => {
    const sentences = sentencesOf(source);
    const missing = sentences.filter(({ parts, code }) => {
      const byItsCode = code === null ? null : byCode[code]?.(anything, said);
      return !byItsCode && !values.some((value) => isRussian(said(parts.join(value))));
    });
    expect(missing.map(({ file, parts }) => `${file}: ${parts.join('…')}`)).toEqual([]);
    // Were the source written in another way, nothing would be missing because nothing would be found.
    expect(sentences.length).toBeGreaterThan(200);
  });

  it('is there for everything that there may be none of', () => {
    const nouns = nounsOf(source);
    const missing = nouns.filter((noun) => !isRussian(byCode['not_found']?.({ noun, id: 5 }, said) ?? ''));
    expect(missing).toEqual([]);
    expect(nouns.length).toBeGreaterThan(15);
    expect(translate({ code: 'not_found', message: 'There is no lead 5', params: { noun: 'lead', id: 5 } })).toBe(
      'Лида 5 нет',
    );
  });

  it('is there for every warning that a script is counted by', () => {
    const codes = Object.keys(sentences());
    expect(codes).toContain('rows_failed');
    expect(codes.filter((code) => !(code in words.warnings) && !byCode[code]?.(anything, said))).toEqual([]);
  });

  it('is there for everything that a script is to do instead', () => {
    expect(Object.keys(hints).filter((hint) => !isRussian(said(hint)))).toEqual([]);
    const russian = (name: string) => translate({ code: '', ...unknown(name, 'near', hintFor(name)) });
    expect(russian('Buffer')).toBe('`Buffer` здесь неизвестно: есть `$core.base64`');
    expect(russian('fetch')).toBe('`fetch` здесь неизвестно: у скрипта нет сети, запрос отправляет проверка');
    expect(russian('nothing')).toBe('`nothing` здесь неизвестно; может быть, `near`?');
  });

  it.each([
    [
      'undefined_keys',
      'Keys that are not there were read 2 times and gave null',
      'Ключи, которых нет, читались (раз: 2) и дали null',
    ],
    [
      'undefined_variables',
      'Variables that were never set were read 2 times and gave null',
      'Переменные, которых нет, читались (раз: 2) и дали null',
    ],
    ['php_warnings', 'PHP would have warned 2 times', 'Предупреждений, как у PHP: 2'],
  ] as const)('reads well where the first of %s is empty or not told', (code, english, russian) => {
    expect(sentences()[code](2, '')).toBe(english);
    expect(translate({ code, message: english, params: { count: 2 } })).toBe(russian);
    expect(translate({ code, message: english, params: { count: 2, first: '' } })).toBe(russian);
  });

  it.each([
    ['POST', '/api/offers', { name: 5, price: '1,234', payout: { wm: -1, who: '1' }, colour: 'red' }],
    ['POST', '/api/offers', { name: '', currency: 'rub', holdDays: 1.5, payout: { pay: 'much' } }],
    ['POST', '/api/offers', { name: 'x'.repeat(1_000), currency: 'RUB', holdDays: -1 }],
    ['POST', '/api/offers', []],
    ['POST', '/api/integrations', { name: 'A', timezone: 'Moscow', maxConcurrent: 1_000, allowedHosts: ['a b'] }],
    ['POST', '/api/checks', { integrationId: 99, kind: 'other', format: 'doc', url: 'ftp://crm', batchSize: 0 }],
    ['POST', '/api/people', { name: 'A', email: 'nobody', role: 'king' }],
    ['POST', '/api/leads', { offerId: 99 }],
    ['POST', '/api/webmasters', { name: 'A', postbacks: [{ url: 'nowhere', method: 'PUT', events: [] }] }],
    ['POST', '/api/status-mappings', { integrationId: 99, text: ' ' }],
    ['GET', '/api/leads?status=x&limit=1000000&cursor=x', undefined],
    ['GET', '/api/runs?state=odd&leadId=x', undefined],
    ['GET', '/api/offers/99', undefined],
    ['GET', '/api/nothing', undefined],
  ] as const)('is there for what is wrong with %s %s %j', async (method, path, body) => {
    const { status, body: problem } = await http.call(method, path, body);
    expect(status).toBeGreaterThanOrEqual(400);
    const errors: { message: string }[] = problem.errors ?? [
      { code: problem.code, message: problem.detail, params: problem.params },
    ];
    const english = errors.filter((error) => !isRussian(translate({ code: '', ...error })));
    expect(english.map(({ message }) => message)).toEqual([]);
  });
});
