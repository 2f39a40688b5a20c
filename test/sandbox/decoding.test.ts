import { describe, expect, it } from 'vitest';
import type { AnswerFormat } from '../../sandbox/contract/job.ts';
import {
  actionJob,
  edits,
  failure,
  logged,
  openSandbox,
  type ProcessGiven,
  preprocessJob,
  processJob,
} from './sandbox.ts';

const sandbox = openSandbox();

const decoded = async (answer: unknown, given: ProcessGiven = {}) => {
  const outcome = await edits(sandbox, processJob('', { ...given, answer, wantData: true }));
  return JSON.parse(outcome.data ?? '') as unknown;
};
const warnings = async (answer: unknown, given: ProcessGiven = {}) =>
  (await edits(sandbox, processJob('', { ...given, answer }))).warnings.map(({ code, message }) => [code, message]);
const refusal = async (answer: unknown, given: ProcessGiven = {}) =>
  (await failure(sandbox, processJob('', { ...given, answer }))).error;

/** One byte a character: 0xC0 is `А` in windows-1251. */
const windows1251 = (text: string) =>
  Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code;
  });

describe('JSON', () => {
  it('arrives as the CRM sent it', async () => {
    expect(await decoded('{"a":[1,2.5,null,true,"x"],"b":{}}')).toEqual({ a: [1, 2.5, null, true, 'x'], b: {} });
    expect(await decoded('"ok"')).toBe('ok');
  });

  it('keeps the digits of integers that a number would round', async () => {
    const text =
      '{"id":12345678901234567890,"n":-9007199254740993,"safe":9007199254740991,"f":1.5,"e":1e21,"s":"12345678901234567890"}';
    expect(await decoded(text)).toEqual({
      id: '12345678901234567890',
      n: '-9007199254740993',
      safe: 9007199254740991,
      f: 1.5,
      e: 1e21,
      s: '12345678901234567890',
    });
  });

  it('is found behind what PHP prints before it, with a warning', async () => {
    const answer = '<br />\n<b>Notice</b>: Undefined index in /var/www/api.php<br />\n{"ok":1}';
    expect(await decoded(answer)).toEqual({ ok: 1 });
    expect(await warnings(answer)).toEqual([['junk_skipped', '64 characters before the JSON were skipped']]);
  });

  it('is found behind a warning that holds brackets itself, as PHP links its manual', async () => {
    const answer = `Warning: include(x.php) [<a href='function.include'>function.include</a>]: failed {1}\n[{"id":"a"}]`;
    expect(await decoded(answer)).toEqual([{ id: 'a' }]);
  });

  it('is found behind the date that PHP writes into its log', async () => {
    expect(await decoded('[14-Nov-2023 22:13:20 UTC] PHP Warning: x in /a.php\n{"ok":1}')).toEqual({ ok: 1 });
    expect(await decoded('[2023-11-14 22:13:20] [x] {"ok":1}')).toEqual({ ok: 1 });
  });

  it.each([
    ['{"status":"pending","previous":{"status":"ok"}', 'it breaks off'],
    ['[{"id":"K-1","status":"отказ"},{"id":"K-2","status":"подтвержден"}', 'it breaks off'],
    ['Notice: x\n[\n{"id":"K-1"},\n{"id":"K-2"}\n', 'it is not valid JSON'],
    ['[{"id":"K1","status":"отк', 'it breaks off'],
    ['[{"id":"K1","sta', 'it breaks off'],
    ['[{"id":"K1","n":12', 'it breaks off'],
    ['[{"id":"K1",', 'it breaks off'],
    ['{"id":"K-1"}\n{"id":"K-2"}', 'unexpected text at line 2, column 1'],
    ['[{"id":"K-1"}] [{"id":"K-2"}]', 'unexpected text at line 1, column 16'],
    ['[{"id":NaN}]', 'unexpected `N`'],
    ['[1,2,]', 'unexpected `]`'],
    ['callback([{"id":"K-1"}])', 'it is JSONP: a call around the JSON'],
  ])('is refused where it is not whole, and no part of it passes for it: %s', async (answer, reason) => {
    expect((await refusal(answer)).message).toBe(`Cannot read the answer as JSON: ${reason}`);
  });

  it('may begin with a byte order mark or white space', async () => {
    expect(await decoded('\ufeff\r\n [1]')).toEqual([1]);
    expect(await warnings('\ufeff\r\n [1]')).toEqual([]);
  });

  it('keeps a key named __proto__ a key', async () => {
    const code = 'console.log(Object.keys($data), $data.polluted, ({}).polluted)';
    const outcome = await edits(sandbox, processJob(code, { answer: '{"__proto__":{"polluted":1}}' }));
    expect(outcome.logs[0]?.text).toBe('["__proto__"] undefined undefined');
  });

  it('is refused with a sentence that says what came instead, and its beginning', async () => {
    const page = `<html><body>${'x'.repeat(500)}`;
    expect(await refusal(page)).toEqual({
      step: 'decode',
      code: 'decode_failed',
      message: 'Cannot read the answer as JSON: it starts with `<html`',
      params: { format: 'json', reason: 'it starts with `<html`' },
      excerpt: page.slice(0, 200),
    });
  });

  it.each([
    ['{"a":1,}', 'Cannot read the answer as JSON: unexpected text at line 1, column 8'],
    ['{"a":', 'Cannot read the answer as JSON: it breaks off'],
    ['[1] and more', 'Cannot read the answer as JSON: unexpected text at line 1, column 5'],
    ['Access denied', 'Cannot read the answer as JSON: it is not valid JSON'],
  ])('is refused where it is %s', async (answer, message) => {
    expect((await refusal(answer)).message).toBe(message);
  });
});

describe('an empty answer', () => {
  it.each([['json'], ['xml'], ['csv'], ['form'], ['php'], ['text']] as [AnswerFormat][])(
    'fails the run in %s',
    async (format) => {
      expect(await refusal(' \r\n', { format })).toEqual({
        step: 'decode',
        code: 'answer_empty',
        message: 'The answer is empty',
        params: {},
      });
    },
  );

  it('is null where the check allows it', async () => {
    expect(await decoded('', { http: { emptyOk: true } })).toBeNull();
  });
});

describe('XML', () => {
  const xml = (answer: string) => decoded(answer, { format: 'xml' });

  it('is what the root element holds: texts, attributes and children by name, repeated ones as lists', async () => {
    const answer = `<?xml version="1.0"?>
      <!-- orders --><orders page="1">
        <order id="007"><status>accept</status><price> 12.50 </price></order>
        <order id="8"><status>trash</status><empty/></order>
      </orders>`;
    expect(await xml(answer)).toEqual({
      page: '1',
      order: [
        { id: '007', status: 'accept', price: '12.50' },
        { id: '8', status: 'trash', empty: '' },
      ],
    });
  });

  it('keeps text beside attributes, and an attribute beside a child of its name', async () => {
    expect(await xml('<r><a id="1">text</a><b id="2"><id>3</id></b></r>')).toEqual({
      a: { id: '1', '#text': 'text' },
      b: { '@id': '2', id: '3' },
    });
  });

  it('expands characters and the five entities, once, and leaves CDATA alone', async () => {
    expect(
      await xml('<r><a x="&quot;&#1055;">&lt;&amp;amp;&#x44F;&nbsp;</a><b><![CDATA[a &amp; <b>]]></b></r>'),
    ).toEqual({
      a: { x: '"П', '#text': '<&amp;я&nbsp;' },
      b: 'a &amp; <b>',
    });
  });

  it('may speak of a document type where it defines none', async () => {
    expect(await xml('<!-- no <!DOCTYPE here --><r><a><![CDATA[<!DOCTYPE html><p>hello</p>]]></a></r>')).toEqual({
      a: '<!DOCTYPE html><p>hello</p>',
    });
    await expect(xml('<r><!-- a --><![CDATA[b]]></r><!DOCTYPE r [<!ENTITY a "aa">]>')).rejects.toThrow();
  });

  it('takes a root that holds nothing but text', async () => {
    expect(await xml('<r>ok</r>')).toBe('ok');
  });

  it.each([
    ['{"a":1}', 'it does not start with `<`'],
    ['<r><__proto__>1</__proto__></r>', /__proto__/],
    ['<r><a></r>', /^line 1: /],
    ['<!DOCTYPE r [<!ENTITY a "aa">]><r>&a;</r>', 'it holds a document type definition, which is not read'],
  ])('refuses %s', async (answer, why) => {
    const error = await refusal(answer, { format: 'xml' });
    expect(error.code).toBe('decode_failed');
    expect(error.params?.reason).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
  });
});

describe('CSV', () => {
  const csv = (answer: string, options = { delimiter: ';', header: true }) =>
    decoded(answer, { format: 'csv', http: { csv: options } });

  it('is a list of objects by the header row', async () => {
    expect(await csv('\ufeffid;status;note\r\n007;accept;"a;""b""\nc"\r\n\r\n8;trash\r\n')).toEqual([
      { id: '007', status: 'accept', note: 'a;"b"\nc' },
      { id: '8', status: 'trash' },
    ]);
  });

  it('is a list of lists where there is no header row', async () => {
    expect(await csv('1,2\n3,4', { delimiter: ',', header: false })).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('keeps a column named __proto__ a column', async () => {
    expect(JSON.stringify(await csv('__proto__;x\n1;2'))).toBe('[{"__proto__":"1","x":"2"}]');
  });

  it('has a row on every line, however the lines end', async () => {
    const rows = [
      ['a', 'b'],
      ['1', '2'],
      ['3', '4\r\n5'],
      ['6', '7'],
      ['8', '9'],
    ];
    expect(await csv('a,b\r\n1,2\n3,"4\r\n5"\r\n\r\n6,7\r8,9\n', { delimiter: ',', header: false })).toEqual(rows);
    expect(await csv('a,b\n1,2\r3,"4\r\n5"\n\r6,7\r\n8,9', { delimiter: ',', header: false })).toEqual(rows);
  });

  it.each([
    ['id;status\n1;ok', 'The CSV has one column, named "id;status"; is its delimiter ";"?'],
    ['id\tstatus\n1\tok', 'The CSV has one column, named "id\tstatus"; is its delimiter a tab?'],
    [`${'x'.repeat(60)}|y`, `The CSV has one column, named "${'x'.repeat(40)}"; is its delimiter "|"?`],
  ])('is read with a warning where its delimiter seems to be another one: %j', async (answer, message) => {
    expect(await warnings(answer, { format: 'csv' })).toEqual([['csv_one_column', message]]);
  });

  it('is read without a warning where one column is all there is, or one of several holds a delimiter', async () => {
    for (const answer of ['id\n1;2', 'id,a;b\n1,2']) expect(await warnings(answer, { format: 'csv' })).toEqual([]);
  });

  it.each([
    ['"', 1],
    ['a\n"b', 2],
    ['a;b\r\n1;"2\r\n3;4\r\n', 2],
    ['a;b\n\n"1\n\n""";"2"\r3;4;"5""\n"";', 6],
  ])('is refused where a quote never ends, by the line of the quote: %j', async (answer, line) => {
    const http = { csv: { delimiter: ';', header: true } };
    expect((await refusal(answer, { format: 'csv', http })).message).toBe(
      `Cannot read the answer as CSV: line ${line}: a quote is not closed`,
    );
  });
});

describe('a query string', () => {
  const form = (answer: string) => decoded(answer, { format: 'form' });

  it('nests by PHP’s brackets, every value a text', async () => {
    expect(await form('status=ok&ids[]=1&ids[]=2&o[7][s]=a+b&%D1%8F=%D1%8E')).toEqual({
      status: 'ok',
      ids: ['1', '2'],
      o: { 7: { s: 'a b' } },
      я: 'ю',
    });
  });

  it('lets a later value replace an earlier one, and takes broken escapes as they are', async () => {
    expect(await form('?a=1&a=2&b[x]=1&b[]=2&c=%zz%D1&d[=1&=3&__proto__[x]=1')).toEqual(
      JSON.parse('{"a":"2","b":{"x":"1","0":"2"},"c":"%zz\ufffd","d[":"1","__proto__":{"x":"1"}}'),
    );
  });

  it.each([
    ['a[5]=1&a[]=2&a[]=3', { 5: '1', 6: '2', 7: '3' }],
    ['a[999999999]=1&a[]=2&a[]=3', { 999999999: '1', 1000000000: '2', 1000000001: '3' }],
    ['a[007]=1&a[]=2&a[]=3', { '007': '1', 0: '2', 1: '3' }],
    ['a[]=1&a[9007199254740991]=2&a[]=3', { 0: '1', '9007199254740991': '2', 1: '3' }],
  ])('counts on from the largest index, losing none: %s', async (answer, a) => {
    expect(await form(answer)).toEqual({ a });
  });

  it('refuses nesting without end', async () => {
    expect((await refusal(`a${'[b]'.repeat(1000)}=1`, { format: 'form' })).code).toBe('decode_failed');
  });
});

describe('what any text passes for', () => {
  it.each([
    ['\r\n<!DOCTYPE html><html><body>Login, please</body></html>', 'it starts with `<!DOCTYPE`'],
    ['\ufeff<html>a=1&b=2</html>', 'it starts with `<html`'],
    ['<?xml version="1.0"?><error>1</error>', 'it starts with `<?xml`'],
    ['<b>Warning</b>: a, b', 'it starts with `<b`'],
    ['{"error":"a, b=1&c=2"}', 'it is JSON'],
    [' [\n{"id":1},\n{"id":2}\n]\n', 'it is JSON'],
  ])('is no CSV and no query string where it is %s', async (answer, reason) => {
    for (const [format, name] of [
      ['csv', 'CSV'],
      ['form', 'a query string'],
    ] as const) {
      const error = await refusal(answer, { format });
      expect(error).toMatchObject({ code: 'decode_failed', params: { format, reason } });
      expect(error.message).toBe(`Cannot read the answer as ${name}: ${reason}`);
    }
  });

  it('may hold markup and JSON further on', async () => {
    expect(await decoded('id,note\n1,<html>\n2,[]', { format: 'csv' })).toEqual([
      { id: '1', note: '<html>' },
      { id: '2', note: '[]' },
    ]);
    expect(await decoded('[x],{y}\n1,2', { format: 'csv' })).toEqual([{ '[x]': '1', '{y}': '2' }]);
    expect(await decoded('data={"a":1}', { format: 'form' })).toEqual({ data: '{"a":1}' });
  });
});

describe('PHP serialize', () => {
  const php = (answer: unknown, charset: string | null = null) => decoded(answer, { format: 'php', http: { charset } });

  it('is lists, objects and values', async () => {
    const answer =
      'a:5:{s:2:"ok";b:1;s:4:"rows";a:2:{i:0;i:5;i:1;d:1.5;}s:1:"n";N;s:4:"ключ";s:2:"я";s:1:"o";O:8:"stdClass":1:{s:1:"p";s:0:"";}}';
    expect(await php(answer.replace('s:4:"ключ"', 's:8:"ключ"'))).toEqual({
      ok: true,
      rows: [5, 1.5],
      n: null,
      ключ: 'я',
      o: { p: '' },
    });
  });

  it('counts lengths in bytes of the CRM’s charset', async () => {
    expect(await php(windows1251('a:1:{i:0;s:6:"Привет";}'), 'windows-1251')).toEqual(['Привет']);
  });

  it('reads every text in the charset of the whole, whatever bytes the text begins with', async () => {
    const answer = Buffer.concat([
      Buffer.from('a:1:{i:0;s:4:"'),
      Buffer.of(0xff, 0xfe, 0xe0, 0xe1),
      Buffer.from('";}'),
    ]);
    expect(await php(new Uint8Array(answer), 'windows-1251')).toEqual(['яюаб']);
    expect(await php('a:1:{i:0;s:6:"\ufeffabc";}')).toEqual(['\ufeffabc']);
  });

  it('may hold a text that is none, beside many that are', async () => {
    const name = 'Отказано по причине недозвона, а потом ещё раз';
    const texts = `a:2:{i:0;s:${Buffer.byteLength(name)}:"${name}";i:1;s:4:"`;
    const answer = new Uint8Array(
      Buffer.concat([Buffer.from(texts), Buffer.of(0xff, 0xfe, 0x80, 0x81), Buffer.from('";}')]),
    );
    expect(await php(answer)).toEqual([name, '\ufffd\ufffd\ufffd\ufffd']);
    expect((await warnings(answer, { format: 'php' })).map(([code]) => code)).toEqual(['invalid_characters']);
  });

  it('is refused where most of its texts are not in the charset', async () => {
    const error = await refusal(windows1251('a:2:{i:0;s:5:"Отказ";i:1;s:5:"Новый";}'), { format: 'php' });
    expect(error.message).toContain('if the CRM writes in another charset, such as windows-1251, set it in the check');
  });

  it('may begin with a byte order mark', async () => {
    expect(await php('\ufeff\r\na:1:{i:0;s:2:"я";}')).toEqual(['я']);
  });

  it('keeps the digits of long integers', async () => {
    expect(await php('i:9223372036854775807;')).toBe('9223372036854775807');
  });

  it.each([
    ['a:1:{i:0;'],
    ['s:999999999:"x";'],
    ['i:5;i:6;'],
    ['C:1:"X":0:{}'],
    ['hello'],
    [`${'a:1:{i:0;'.repeat(10_000)}`],
  ])('refuses %.20s…', async (answer) => {
    expect((await refusal(answer, { format: 'php' })).code).toBe('decode_failed');
  });
});

describe('text', () => {
  it('is a text', async () => {
    expect(await decoded('OK 1;2', { format: 'text' })).toBe('OK 1;2');
  });
});

describe('the charset', () => {
  it('is the check’s own before anything else', async () => {
    const http = { charset: 'windows-1251', headers: { 'content-type': 'text/plain; charset=utf-8' } };
    expect(await decoded(windows1251('Привет'), { format: 'text', http })).toBe('Привет');
  });

  it('is what the header says', async () => {
    const http = { headers: { 'content-type': 'application/json; charset="windows-1251"' } };
    expect(await decoded(windows1251('["Привет"]'), { http })).toEqual(['Привет']);
  });

  it('is what the XML declaration says', async () => {
    expect(
      await decoded(windows1251('<?xml version="1.0" encoding="windows-1251"?><r>Привет</r>'), { format: 'xml' }),
    ).toBe('Привет');
  });

  it('is what a byte order mark says, before the header', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('["я"]', 'utf16le')]);
    expect(
      await decoded(new Uint8Array(bytes), {
        http: { headers: { 'content-type': 'text/html; charset=windows-1251' } },
      }),
    ).toEqual(['я']);
  });

  it.each(['utf-16', 'UTF-16LE', 'unicode'])('is UTF-8 where XML in UTF-8 declares %s, as .NET does', async (name) => {
    const answer = `<?xml version="1.0" encoding="${name}"?><r>Привет</r>`;
    expect(await decoded(answer, { format: 'xml' })).toBe('Привет');
    expect(await warnings(answer, { format: 'xml' })).toEqual([]);
  });

  it('is UTF-16 where the header says that, unless the bytes are plainly UTF-8', async () => {
    const http = { headers: { 'content-type': 'text/plain; charset=utf-16' } };
    expect(await decoded('Отказ', { format: 'text', http })).toBe('Отказ');
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
    expect(await decoded(bytes('Отказ'), { format: 'text', http })).toBe('Отказ');
    expect(await decoded(bytes('["я"]'), { http })).toEqual(['я']);
  });

  it('warns where a few bytes are not valid in it, as when the CRM cut a name in the middle of a letter', async () => {
    const cut = Buffer.concat([Buffer.from('"Иван Петрович П'), Buffer.of(0xd0), Buffer.from('"')]);
    expect(await warnings(new Uint8Array(cut))).toEqual([
      ['invalid_characters', 'The answer holds bytes that are not valid utf-8'],
    ]);
  });

  it('takes the sign for what cannot be read where the CRM sent that itself', async () => {
    const answer = '[{"name":"J\ufffdrgen"}]';
    expect(await decoded(answer)).toEqual([{ name: 'J\ufffdrgen' }]);
    expect(await warnings(answer)).toEqual([]);
  });

  it('warns where one name was cut in an answer that has no other letters beyond ASCII', async () => {
    const answer = Buffer.concat([Buffer.from('["Jos'), Buffer.of(0xc3), Buffer.from('"]')]);
    expect(await decoded(new Uint8Array(answer))).toEqual(['Jos\ufffd']);
  });

  it('fails the run where it must be another one', async () => {
    expect(await refusal(windows1251('"Отказ"'))).toMatchObject({
      code: 'decode_failed',
      message: expect.stringContaining('not valid utf-8'),
    });
  });

  it('warns where it is unknown, and reads UTF-8', async () => {
    const http = { headers: { 'content-type': 'application/json; charset=klingon' } };
    expect(await decoded('["я"]', { http })).toEqual(['я']);
    expect(await warnings('["я"]', { http })).toEqual([
      ['charset_unknown', 'The charset "klingon" is unknown; the answer was read as UTF-8'],
    ]);
  });
});

const everyByte = Uint8Array.from({ length: 65_536 }, (_, i) => i & 255);

/** NUL, or half of a surrogate pair. */
function holdsWhatNoDatabaseTakes(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed();
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsWhatNoDatabaseTakes);
}

describe('hostile answers', () => {
  it.each([
    ['1e6-deep objects', 'json', '{"a":'.repeat(1e6), 'JSON: it breaks off'],
    ['1e6-deep elements', 'xml', '<a>'.repeat(1e6), 'XML: it nests deeper than 200 elements'],
    [
      '1e6-deep closed elements',
      'xml',
      '<a>'.repeat(1e6) + '</a>'.repeat(1e6),
      'XML: it nests deeper than 200 elements',
    ],
    ['1e6-deep brackets', 'form', `a${'[a]'.repeat(1e6)}=1`, 'a query string: it nests deeper than 64 brackets'],
    ['1e6 fields', 'form', 'a=1&'.repeat(1e6), 'a query string: it has more than 100000 fields'],
    ['1e6-deep arrays', 'php', 'a:1:{i:0;'.repeat(1e6), 'PHP serialize: it is nested too deeply'],
    [
      'a billion laughs',
      'xml',
      '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>',
      'XML: it holds a document type definition, which is not read',
    ],
    ['gzip that nobody unpacked', 'json', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), 'JSON: '],
    ['half a letter', 'xml', new Uint8Array([...Buffer.from('<a>'), 0xd0]), "XML: line 1: Unclosed tag 'a'"],
    ['every byte there is', 'form', everyByte, 'a query string: it is not valid utf-8'],
    ['every byte there is', 'php', everyByte, 'PHP serialize: it is not valid utf-8'],
    [
      'entities without end',
      'xml',
      `<a>${'&amp;'.repeat(1e5)}${'&'.repeat(1e5)}</a>`,
      "XML: line 1: char '&' is not expected",
    ],
    ['comments that never end', 'xml', `<a>${'<!-- '.repeat(2e5)}</a>`, "XML: line 1: Unclosed tag 'a'"],
    ['CDATA that never ends', 'xml', `<a>${'<![CDATA['.repeat(2e5)}</a>`, "XML: line 1: Unclosed tag 'a'"],
    ['instructions that never end', 'xml', `<a>${'<? '.repeat(3e5)}</a>`, "XML: line 1: Unclosed tag 'a'"],
    [
      'tags that never end',
      'xml',
      `<a>${'<b '.repeat(3e5)}</a>`,
      "XML: line 1: boolean attribute '<b' is not allowed.",
    ],
    ['nothing but `<`', 'xml', `<a>${'<'.repeat(1e6)}`, 'XML: line 1: Tag '],
    ['quotes that never end', 'xml', `<a>${'<b c="d" e=\''.repeat(1e5)}</a>`, 'XML: line 1: '],
    ['tags that end in a quote', 'xml', '<a b="/>">'.repeat(1e5), 'XML: it nests deeper than 200 elements'],
    ['spaces between attributes', 'xml', `<a ${'b = '.repeat(2e5)}/>`, "XML: line 1: Attribute 'b' is without value."],
    ['1e5 quotes', 'csv', '"'.repeat(1e5 + 1), 'CSV: line 1: a quote is not closed'],
    ['a list of 1e9', 'php', 'a:999999999:{i:0;N;', 'PHP serialize: there is no value at byte 20'],
    ['UTF-16 without a mark', 'json', new Uint8Array(Buffer.from('["Отказ"]', 'utf16le')), 'JSON: '],
  ] as [string, AnswerFormat, string | Uint8Array, string][])(
    'of %s in %s end in an error of decoding',
    async (_name, format, answer, reason) => {
      const error = await refusal(answer, { format });
      expect(error).toMatchObject({ step: 'decode', code: 'decode_failed' });
      expect(error.message).toContain(`Cannot read the answer as ${reason}`);
      expect(holdsWhatNoDatabaseTakes(error)).toBe(false);
    },
  );

  it('of UTF-16 that is said to be windows-1251 are quoted as a database takes them', async () => {
    const error = await refusal(new Uint8Array(Buffer.from('["Отказ"]', 'utf16le')), {
      http: { charset: 'windows-1251' },
    });
    expect(error).toMatchObject({ code: 'decode_failed', excerpt: expect.stringContaining('[') });
    expect(holdsWhatNoDatabaseTakes(error)).toBe(false);
  });

  it.each([
    // The runtime reads it, and only what walks through it may find it too deep.
    ['1e6-deep lists', 'json', '['.repeat(1e6) + ']'.repeat(1e6), 'Array.isArray($data[0][0])', 'true'],
    [
      '1e5 attributes',
      'xml',
      `<a ${Array.from({ length: 1e5 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
      'Object.keys($data).length',
      '100000',
    ],
    ['5e5 empty lines', 'csv', ',\n'.repeat(5e5), '$data.length', '499999'],
  ] as [string, AnswerFormat, string, string, string][])(
    'of %s in %s are read',
    async (_name, format, answer, expression, value) => {
      // A million lists take nearly all of the usual memory.
      const given = { answer, format, limits: { scriptMs: 5_000, memoryMb: 128 } };
      expect(await logged(sandbox, `console.log(${expression})`, given)).toEqual([value]);
    },
  );

  it('of one long cell decode, and beyond 64 MB are refused', async () => {
    const cell = (bytes: number) => new Uint8Array(bytes).fill(0x78);
    const http = { csv: { delimiter: ',', header: false } };
    expect(
      await logged(sandbox, 'console.log($data[0][0].length)', { answer: cell(1e6), format: 'csv', http }),
    ).toEqual(['1000000']);
    expect((await refusal(cell(70e6), { format: 'csv' })).message).toBe(
      'Cannot read the answer: it has more than 64 MB',
    );
  });

  it('of more than the script’s memory say so', async () => {
    const error = await refusal(`[${'[],'.repeat(3_000_000)}[]]`, { limits: { memoryMb: 16 } });
    expect(error).toMatchObject({ step: 'decode', code: 'script_memory', params: { limit: 16 } });
  });

  it('of lone surrogates and NUL leave text that a database takes', async () => {
    const code =
      '$core.lead.setstc(1, $data[0] + $data[1]); console.log($data[0], $data[1]); $core.lead.edit($data[1], {})';
    const outcome = await edits(sandbox, processJob(code, { answer: '["\\ud800","\\u0000"]' }));
    const everything = JSON.stringify(outcome);
    expect(everything).not.toMatch(/\\u0000|\\ud800/);
  });

  it('of names with NUL and half a letter leave names that a database takes', async () => {
    const answer = '{"a\\u0000b":1,"\\ud800":{"\\udfff":2}}';
    const outcomes = [
      await edits(
        sandbox,
        processJob('$core.lead.edit(1, $data); $core.next({ fields: $data, carry: $data })', { answer }),
      ),
      await sandbox.run(preprocessJob('$fields = { "a\\0b": 1, x: { "\\ud800": 2 } }')),
      await sandbox.run(actionJob('$result = [{ "a\\0b": 1 }, { "\\ud800": 2 }]')),
    ];
    for (const outcome of outcomes) {
      expect(JSON.stringify(outcome)).toContain('a\ufffdb');
      expect(JSON.stringify(outcome)).not.toMatch(/\\u0000|\\ud800|\\udfff/);
    }
  });
});
