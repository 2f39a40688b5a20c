/** Answers no CRM should send: of each format, well made and spoilt, in every charset, whatever their headers say. */
import type { Answer, AnswerFormat } from '../../sandbox/contract/job.ts';
import type { Random } from './random.ts';

const formats: readonly AnswerFormat[] = ['json', 'xml', 'csv', 'form', 'php', 'text'];
const charsets = [
  'utf-8',
  'windows-1251',
  'koi8-r',
  'utf-16le',
  'utf-16be',
  'iso-8859-1',
  'gb18030',
  'shift_jis',
  'klingon',
  '',
];
const words = [
  'id',
  'status',
  'a',
  '__proto__',
  'constructor',
  'toString',
  '0',
  '1',
  '-1',
  '',
  'Отказ',
  '\0',
  '\ud800',
  '😀',
  '<',
  '&',
  '"',
  "'",
  ';',
  ',',
  '[',
  ']',
  '%',
  '=',
  '\n',
  '\r\n',
  '{',
  '12345678901234567890',
  '1e400',
  'a'.repeat(500),
];
const entities = ['&lt;', '&amp;', '&#0;', '&#xD800;', '&#99999999;', '&x;', '&#x41;', '&', ']]>'];

function makeData(random: Random, depth: number): unknown {
  const { pick, percent, int, some } = random;
  if (depth === 0 || percent(30)) return pick([pick(words), int(1e6), -1.5, null, true, '', 2 ** 60]);
  if (percent(50)) return some(6, () => makeData(random, depth - 1));
  return Object.fromEntries(some(6, () => [pick(words), makeData(random, depth - 1)]));
}

function serialize(value: unknown): string {
  if (value === null) return 'N;';
  if (typeof value === 'boolean') return `b:${Number(value)};`;
  if (typeof value === 'number') return Number.isInteger(value) ? `i:${value};` : `d:${value};`;
  if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`;
  const entries = Object.entries(value as object);
  return `a:${entries.length}:{${entries.map(([key, inner]) => serialize(key) + serialize(inner)).join('')}}`;
}

function makeXml(random: Random, depth: number): string {
  const { pick, percent, some } = random;
  const name = pick(['a', 'b', 'order', 'я', 'x:y', '__proto__', 'constructor', '#text', '-', '1']);
  const attribute = percent(30) ? ` ${pick(['id', 'a', '__proto__'])}=${pick(['"1"', "'&lt;'", '1', '"', '""'])}` : '';
  if (depth === 0 || percent(20)) return percent(50) ? `<${name}${attribute}/>` : pick([...words, ...entities]);
  const inside = some(5, () => makeXml(random, depth - 1)).join('');
  const odd = percent(10)
    ? pick(['<![CDATA[', '<![CDATA[x]]>', '<!-- -- -->', '<?php ?>', '<!DOCTYPE a [<!ENTITY b "c">]>', '</a>'])
    : '';
  return `<${name}${attribute}>${inside}${odd}</${percent(95) ? name : 'z'}>`;
}

function makeText(random: Random, format: AnswerFormat): string {
  const { pick, percent, some, int } = random;
  const deep = int(20) === 0 ? 10 ** int(6) : 0;
  switch (format) {
    case 'json':
      if (deep > 0) return pick(['[', '{"a":', '[{"a":']).repeat(deep);
      return (percent(10) ? '<b>Notice</b>: {x} ' : '') + JSON.stringify(makeData(random, 4));
    case 'xml':
      if (deep > 0) return '<a>'.repeat(deep) + (percent(50) ? '</a>'.repeat(deep) : '');
      return (percent(30) ? `<?xml version="1.0" encoding="${pick(charsets)}"?>` : '') + makeXml(random, 4);
    case 'csv':
      return some(30, () =>
        some(6, () => (percent(20) ? `"${pick(words)}"` : pick(words))).join(pick([',', ';', '\t'])),
      ).join(pick(['\n', '\r\n', '\r']));
    case 'form':
      if (deep > 0) return `a${'[b]'.repeat(deep)}=1`;
      return some(
        20,
        () =>
          `${pick(words)}${some(4, () => `[${pick(words)}]`).join('')}=${encodeURIComponent(pick(words).toWellFormed())}${percent(10) ? '%zz' : ''}`,
      ).join('&');
    case 'php':
      if (deep > 0) return 'a:1:{i:0;'.repeat(deep);
      return percent(70)
        ? serialize(makeData(random, 4))
        : pick([
            'O:8:"stdClass":1:{s:1:"a";i:1;}',
            'C:1:"X":0:{}',
            'R:1;',
            'r:1;',
            'a:99999999:{',
            's:5:"я";',
            'd:NAN;',
            'd:INF;',
            'i:1e5;',
            'E:3:"A:B";',
          ]);
    case 'text':
      return some(50, () => pick(words)).join(' ');
  }
}

/** Single bytes for the charsets that have them; what these do not know becomes a question mark. */
function encode(text: string, charset: string): Uint8Array {
  if (charset === 'utf-16le') return new Uint8Array(Buffer.from(text, 'utf16le'));
  if (charset === 'utf-16be') return new Uint8Array(Buffer.from(text, 'utf16le').swap16());
  if (charset !== 'windows-1251')
    return new Uint8Array(Buffer.from(text, charset === 'iso-8859-1' ? 'latin1' : 'utf8'));
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code < 0x80 ? code : 0x3f;
  });
}

export function makeAnswer(random: Random): Answer {
  const { pick, percent, int } = random;
  const format = pick(formats);
  let body = encode(makeText(random, percent(90) ? format : pick(formats)), pick(charsets));
  if (percent(10))
    body = new Uint8Array([
      ...pick([
        [0xef, 0xbb, 0xbf],
        [0xff, 0xfe],
        [0xfe, 0xff],
        [0x1f, 0x8b],
      ]),
      ...body.subarray(0, 100_000),
    ]);
  for (let change = percent(30) ? int(5) : 0; change > 0; change--) {
    if (body.length > 0) body[int(body.length)] = int(256);
  }
  if (percent(10)) body = body.slice(0, int(body.length + 1));
  return {
    body,
    status: 200,
    headers: percent(40) ? { 'content-type': `text/html; charset=${pick(charsets)}` } : {},
    format,
    charset: percent(30) ? pick(charsets.filter((name) => name !== '')) : null,
    csv: percent(50) ? { delimiter: pick([',', ';', '\t', '|', '"']), header: percent(50) } : null,
    emptyOk: percent(50),
  };
}
