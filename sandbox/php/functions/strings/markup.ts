/** HTML in texts. */
import { PhpArray } from '../../values/array.ts';
import { isUtf8, toBytes, toText } from '../../values/bytes.ts';
import { str } from '../../values/convert.ts';
import type { Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';

const quotes = 3;
const defaultFlags = 3 | 8;

function escape(text: string, flags = defaultFlags, _charset: string | null = null, double = true): string {
  if (!isUtf8(text) && (flags & 12) === 0) return '';
  const kept = isUtf8(text) ? text : toBytes(toText(text));
  const and = double ? /&/g : /&(?!(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);)/g;
  let out = kept.replace(and, '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (flags & 2) out = out.replaceAll('"', '&quot;');
  if ((flags & quotes) === quotes) out = out.replaceAll("'", (flags & 48) === 0 ? '&#039;' : '&#039;');
  return out;
}

function unescape(text: string, flags = defaultFlags): string {
  return text.replace(/&(amp|lt|gt|quot|#0*39|#x0*27|apos);/g, (all, name: string) => {
    if (name === 'amp') return '&';
    if (name === 'lt') return '<';
    if (name === 'gt') return '>';
    if (name === 'quot') return flags & 2 ? '"' : all;
    if (name === 'apos') return (flags & 48) !== 0 && (flags & quotes) === quotes ? "'" : all;
    return (flags & quotes) === quotes ? "'" : all;
  });
}

/** Named entities of what CRMs write most; letters of Latin-1 by their place. */
const latin1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  );
const more: Record<string, string> = {
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  bull: '•',
  hellip: '…',
  euro: '€',
  trade: '™',
  larr: '←',
  rarr: '→',
  uarr: '↑',
  darr: '↓',
  infin: '∞',
  ne: '≠',
  le: '≤',
  ge: '≥',
  dagger: '†',
  Dagger: '‡',
  permil: '‰',
  lsaquo: '‹',
  rsaquo: '›',
  OElig: 'Œ',
  oelig: 'œ',
  Scaron: 'Š',
  scaron: 'š',
  Yuml: 'Ÿ',
  fnof: 'ƒ',
  circ: 'ˆ',
  tilde: '˜',
  minus: '−',
  radic: '√',
  asymp: '≈',
  hearts: '♥',
};

function byName(): Map<string, string> {
  const map = new Map(latin1.map((name, i) => [name, String.fromCharCode(160 + i)] as const));
  for (const [name, letter] of Object.entries(more)) map.set(name, letter);
  return map;
}
let named: Map<string, string> | null = null;

function decodeEntities(text: string, flags = defaultFlags): string {
  named ??= byName();
  const known = named;
  return unescape(
    text.replace(
      /&(?:([A-Za-z][A-Za-z0-9]*)|#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6}));/g,
      (all, name?: string, digits?: string, hex?: string) => {
        if (name !== undefined) return known.has(name) ? toBytes(known.get(name) as string) : all;
        const code = digits !== undefined ? Number(digits) : Number.parseInt(hex as string, 16);
        if (code === 39) return (flags & quotes) === quotes ? "'" : all;
        if (code === 34) return flags & 2 ? '"' : all;
        if (
          code > 0x10ffff ||
          (code >= 0xd800 && code <= 0xdfff) ||
          (code < 32 && ![9, 10, 13].includes(code)) ||
          (code >= 0x7f && code < 0xa0)
        )
          return all;
        if (code === 38) return '&amp;';
        return toBytes(String.fromCodePoint(code));
      },
    ),
    flags,
  );
}

function encodeEntities(text: string, flags = defaultFlags, charset: string | null = null, double = true): string {
  named ??= byName();
  const names = new Map([...named].map(([name, letter]) => [letter, name]));
  const escaped = escape(text, flags, charset, double);
  return toBytes(
    toText(escaped).replace(/[^\x00-\x7f]/gu, (letter) => (names.has(letter) ? `&${names.get(letter)};` : letter)),
  );
}

function stripTags(text: string, allowed: Value = null): string {
  const names = new Set(
    (allowed instanceof PhpArray
      ? allowed.values().map((one) => str(one))
      : [...str(allowed).matchAll(/<([A-Za-z0-9]+)\s*\/?>/g)].map((match) => match[1] as string)
    ).map((name) => name.toLowerCase()),
  );
  let out = '';
  for (let i = 0; i < text.length; ) {
    const letter = text.charAt(i);
    if (letter !== '<') {
      if (letter !== '\0') out += letter;
      i++;
      continue;
    }
    if (/\s/.test(text.charAt(i + 1))) {
      out += letter;
      i++;
      continue;
    }
    const end = tagEnd(text, i);
    const tag = text.slice(i, end);
    const name = /^<\/?\s*([A-Za-z0-9]+)/.exec(tag)?.[1]?.toLowerCase();
    if (name !== undefined && names.has(name) && !tag.startsWith('<!')) out += tag;
    i = end;
  }
  return out;
}

/** Behind the tag that begins here; quotes may hold `>`. */
function tagEnd(text: string, from: number): number {
  if (text.startsWith('<!--', from)) {
    const end = text.indexOf('-->', from);
    return end === -1 ? text.length : end + 3;
  }
  if (text.startsWith('<?', from)) {
    const end = text.indexOf('?>', from);
    return end === -1 ? text.length : end + 2;
  }
  let quote = '';
  let depth = 0;
  for (let i = from + 1; i < text.length; i++) {
    const letter = text.charAt(i);
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '<') depth++;
    else if (letter === '>') {
      if (depth === 0) return i + 1;
      depth--;
    }
  }
  return text.length;
}

export const markup: Functions = {
  htmlspecialchars: ['string string,int flags=,?string encoding=,bool double_encode=', escape],
  htmlspecialchars_decode: ['string string,int flags=', unescape],
  htmlentities: ['string string,int flags=,?string encoding=,bool double_encode=', encodeEntities],
  html_entity_decode: ['string string,int flags=,?string encoding=', decodeEntities],
  strip_tags: ['string string,mixed allowed_tags=', stripTags],
};
