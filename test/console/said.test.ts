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
  'sandbox/{*,contract/*}.ts',
];

/** What may stand in a sentence: a number, a name, a host, a macro, a part of a sentence; the longer ones first. */
const values = [
  'Lead 5 is not one of this run.',
  'has more than 5 fields',
  'did you mean {id}?',
  'crm.example.com',
  ', at line 7',
  'within 5 s',
  '12.5 MB',
  '{idsl}',
  'offer',
  'range',
  'abc',
  '7',
];
/** What the caller sent, and what there is to choose from. */
const valuesIn = (message: string): string[] =>
  [...message.matchAll(/"[^"]*"|(?<=one of ).+(?=, not )|\{.*?\}|\/\S+/g)].map(([value]) => value);

const anything = new Proxy<Record<string, string>>({}, { get: () => '7' });

/** What is written in Latin letters in Russian too: names of formats, of what a script or a request has, values of fields. */
const latin = new RegExp(
  [
    'JSONP?|XML|CSV|PHP|HTTPS?|URL|UTF-8|CIDR|CRM|ISO|GET|HEAD|POST|PUT|PATCH|DELETE|Content-Encoding|ALLOW_PRIVATE_HOSTS|TypeScript|base64',
    'application/json|windows-1251|serialize|TypeError|id|yyyy-dd-MM HH:mm:ss|dd\\.MM\\.yyyy',
    '\\$?[a-z]+(?:\\.[a-z0-9]+)+(?:\\([a-z, ]*\\))?|\\{[a-z0-9:]+\\}',
    '\\$core|true|false|null|accept|hold|reason|status|cash|curr|goal|wm|pay|ref|cc|leadIds|response|body|bodyBase64|webmasterId',
    'integrationId|param|params|secrets|fn|rows|__proto__|url|method|headers|fields|wait|carry|text|statusText|failed,stopped',
  ]
    .map((part) => `(?<![\\w.])(?:${part})(?![\\w])`)
    .join('|'),
  'gi',
);

/** Whether nothing of the English is left, but for the values that stand in it. */
function isRussian(text: string, values: readonly string[] = []): boolean {
  const without = values.reduce((rest, value) => rest.replaceAll(value, ' '), text).replace(latin, ' ');
  return /[а-яё]/i.test(without) && !/[a-z]{4}|[a-z]{2,}\s+[a-z]{2,}/i.test(without);
}

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
      const texts = [byItsCode ?? '', ...values.map((value) => said(parts.join(value)))];
      return !texts.some((text) => isRussian(text, values));
    });
    expect(missing.map(({ file, parts }) => `${file}: ${parts.join('…')}`)).toEqual([]);
    // Were the source written in another way, nothing would be missing because nothing would be found.
    expect(sentences.length).toBeGreaterThan(200);
  });

  it('is not there where anything but the values and names is left in English', () => {
    expect(isRussian('The script threw an error, at line 7: Лид 5 не из этого запуска', ['7'])).toBe(false);
    expect(isRussian('Имя crm не найдено: it timed out')).toBe(false);
    expect(isRussian('Ответ не читается как JSON: нет `abc`', ['abc'])).toBe(true);
  });

  it.each([
    ['acept is not a field; did you mean accept?', 'acept: нет такого поля; может быть, accept?'],
    ['acept is not a field; did you mean accept?.', 'acept: нет такого поля; может быть, accept?'],
    ['0 is not a field: the fields are accept, hold', '0: нет такого поля; бывают accept, hold'],
    ['cash.wm must not be negative: -1.', 'cash.wm: не может быть меньше нуля: -1'],
    ["goal 999 is not a goal of the lead's offer, 1.", 'goal 999 — не цель оффера 1'],
    ['reason 99 is not a reason of the network.', 'reason 99 — не причина сети'],
    ['cash.cc "XXX" is not a currency of the network.', 'cash.cc "XXX" — не валюта сети'],
    [
      'Lead 5 is in status 2; a check of kind processing may not move it to status 11.',
      'Лид 5 в статусе 2: такой переход отсюда не разрешён (проверка лидов в работе: перевести в статус 11)',
    ],
    [
      'The script threw an error, at line 2: TypeError: $core.next(): wait must be 0 to 60 seconds',
      'Ошибка в скрипте, строка 2: TypeError: $core.next(): wait — от 0 до 60 секунд',
    ],
    [
      'The script threw an error, at line 2: ReferenceError: x is not defined',
      'Ошибка в скрипте, строка 2: ReferenceError: x is not defined',
    ],
    [
      "The script does not compile, at line 3: Unexpected token ')'",
      "Скрипт не компилируется, строка 3: Unexpected token ')'",
    ],
    [
      'The result of the script cannot be read: TypeError: $fields must be an object or a text, not a list',
      'Результат скрипта не прочитать: TypeError: $fields: должен быть объект или текст, а не список',
    ],
    ['$data is there already, and cannot be declared again', '$data уже есть: объявить ещё раз нельзя'],
    ['Cannot read the answer: it needs too much memory', 'Ответ не прочитан: это занимает слишком много памяти'],
    ['The header X-A cannot be sent: it contains a line break', 'Заголовок X-A не отправить: в нём перевод строки'],
    ['The header X-A cannot be sent: it contains «я»', 'Заголовок X-A не отправить: в нём «я»'],
    ['The connection to the proxy p:3128 was refused', 'Прокси p:3128 не принимает соединений'],
    [
      'The proxy p:3128 did not accept a connection for too long',
      'Прокси p:3128 слишком долго не принимает соединение',
    ],
    ['The check 5 cannot be deleted: a sweep refers to it', 'Удалить нельзя: на это ссылается обход'],
    ['is required: webmaster 5 has no postbacks', 'нужно заполнить: у вебмастера 5 нет постбеков'],
    [
      'A parameter stands in the place of a host, but its value is not one (crm.example.com).',
      'На месте хоста стоит параметр, значение которого — не хост (crm.example.com)',
    ],
  ])('says of “%s” all that it says', (english, russian) => {
    expect(said(english)).toBe(russian);
  });

  it.each([
    ['json', 'it breaks off', 'JSON: он обрывается'],
    ['json', 'it is JSONP: a call around the JSON', 'JSON: это JSONP: вокруг JSON стоит вызов функции'],
    ['json', 'unexpected text at line 1, column 2', 'JSON: лишнее в строке 1, столбец 2'],
    ['json', 'unexpected `N`', 'JSON: лишнее `N`'],
    ['xml', 'line 3: Expected closing tag', 'XML: строка 3: Expected closing tag'],
    ['php', '`;` is missing at byte 7', 'PHP serialize: нет `;`, байт 7'],
    ['form', 'it nests deeper than 64 brackets', 'строка параметров: вложенность больше 64 скобок'],
  ])('says why an answer in %s cannot be read: %s', (format, reason, russian) => {
    expect(translate({ code: 'decode_failed', message: '', params: { format, reason } })).toBe(
      `Ответ не читается как ${russian}`,
    );
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
    ['GET', '/api/stats?from=2026-02-30&to=1969-12-31', undefined],
    ['GET', '/api/operations?from=today', undefined],
    ['GET', '/api/status-mappings?cursor=x', undefined],
    ['GET', '/api/offers/99', undefined],
    ['PUT', '/api/scripts/1', {}],
    ['POST', '/api/checks/1/dry-run', { offerId: 1, response: { bodyBase64: '!' } }],
    ['POST', '/api/webmasters', { name: 'A', postbacks: [{ url: 'https://a:b@crm.com/', method: 'GET' }] }],
    ['POST', '/api/webmasters', { name: 'A', postbacks: [{ url: 'https://{id}.com/', method: 'GET' }] }],
    ['POST', '/api/webmasters', { name: 'A', postbacks: [{ url: 'https://crm.com/?a={nothing}', method: 'GET' }] }],
    ['POST', '/api/leads', { leads: [{ offerId: 99, acept: 1, webmasterId: 99 }] }],
    ['GET', '/api/nothing', undefined],
  ] as const)('is there for what is wrong with %s %s %j', async (method, path, body) => {
    const { status, body: problem } = await http.call(method, path, body);
    expect(status).toBeGreaterThanOrEqual(400);
    const errors: { message: string }[] = problem.errors ?? [
      { code: problem.code, message: problem.detail, params: problem.params },
    ];
    const english = errors.filter(
      ({ message, ...error }) => !isRussian(translate({ code: '', message, ...error }), valuesIn(message)),
    );
    expect(english.map(({ message }) => message)).toEqual([]);
  });
});
