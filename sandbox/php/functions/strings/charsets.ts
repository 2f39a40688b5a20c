/** `iconv` and `mb_convert_encoding`. */
import { fail } from '../../faults.ts';
import { warn } from '../../host.ts';
import { PhpArray } from '../../values/array.ts';
import { characters, isUtf8 } from '../../values/bytes.ts';
import { str } from '../../values/convert.ts';
import type { Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { canonicalCharset, decodeFrom, encodeTo } from './tables.ts';

/** What letters become where `//TRANSLIT` may put others for them. */
function near(letter: string): string {
  const special: Record<string, string> = {
    '€': 'EUR',
    '«': '<<',
    '»': '>>',
    '“': '"',
    '”': '"',
    '„': ',,',
    '‘': "'",
    '’': "'",
    '‚': ',',
    '–': '-',
    '—': '-',
    '…': '...',
    '\u00a0': ' ',
    '№': 'No',
    '©': '(C)',
    '®': '(R)',
    '™': '(TM)',
    ß: 'ss',
    æ: 'ae',
    Æ: 'AE',
    ø: 'o',
    Ø: 'O',
    ł: 'l',
    Ł: 'L',
    đ: 'd',
    '×': 'x',
    '•': 'o',
  };
  const plain = letter.normalize('NFD').replace(/\p{M}/gu, '');
  return special[letter] ?? (/^[\x20-\x7e]+$/.test(plain) ? plain : '?');
}

function iconv(from: string, to: string, text: string): string | false {
  const [target = '', ...options] = to.split('//');
  const [source = ''] = from.split('//');
  const [read, write] = [canonicalCharset(source), canonicalCharset(target)];
  if (read === null || write === null) {
    warn(`iconv(): Wrong encoding, conversion from "${from}" to "${to}" is not allowed`);
    return false;
  }
  const flags = new Set(options.map((option) => option.toUpperCase()));
  const ignore = flags.has('IGNORE');
  if (!ignore && ((read === 'utf-8' && !isUtf8(text)) || (read === 'ascii' && /[\x80-\xff]/.test(text)))) {
    warn('iconv(): Detected an illegal character in input string');
    return false;
  }
  const decoded = decodeFrom(text, read);
  const readable = ignore ? decoded.replaceAll('\ufffd', '') : decoded;
  const made = encodeTo(readable, write, flags.has('TRANSLIT') ? near : ignore ? '' : null);
  if (made === null || (!ignore && decoded.includes('\ufffd') && read !== 'utf-8')) {
    warn('iconv(): Detected an illegal character in input string');
    return false;
  }
  return made;
}

function named(charset: string, i: number): string {
  const found = canonicalCharset(charset);
  if (found !== null) return found;
  return fail(
    'ValueError',
    i === 2
      ? `mb_convert_encoding(): Argument #2 ($to_encoding) must be a valid encoding, "${charset}" given`
      : `mb_convert_encoding(): Argument #3 ($from_encoding) must specify a valid encoding`,
  );
}

function convert(v: Value, to: string, from: Value = null): Value {
  if (v instanceof PhpArray)
    return PhpArray.fromEntries(
      v
        .entries()
        .map(
          ([key, value]) =>
            [key, typeof value === 'string' || value instanceof PhpArray ? convert(value, to, from) : value] as const,
        ),
    );
  const text = str(v);
  if (/^html(-entities)?$/i.test(to))
    return fail('ValueError', 'mb_convert_encoding(): use htmlspecialchars() or htmlentities() for HTML');
  const target = named(to, 2);
  const candidates =
    from instanceof PhpArray ? from.values().map((one) => str(one)) : from === null ? ['UTF-8'] : str(from).split(',');
  const names = candidates
    .flatMap((name) => (name.trim().toLowerCase() === 'auto' ? ['ASCII', 'UTF-8'] : [name.trim()]))
    .map((name) => named(name, 3));
  const source =
    names.length === 1
      ? (names[0] as string)
      : (names.find((name) =>
          name === 'utf-8' ? isUtf8(text) : name === 'ascii' ? !/[\x80-\xff]/.test(text) : true,
        ) ?? (names[0] as string));
  return encodeTo(decodeFrom(text, source).replaceAll('\ufffd', '?'), target, '?');
}

export const charsets: Functions = {
  iconv: ['string from_encoding,string to_encoding,string string', iconv],
  iconv_strlen: ['string string,?string encoding=', (text: string) => (isUtf8(text) ? characters(text).length : false)],
  iconv_substr: [
    'string string,int offset,?int length=,?string encoding=',
    (text: string, offset: number, length?: number | null) => {
      const letters = characters(text);
      const from = offset < 0 ? Math.max(letters.length + offset, 0) : offset;
      const to =
        length === undefined || length === null ? letters.length : length < 0 ? letters.length + length : from + length;
      return letters.slice(from, to).join('');
    },
  ],
  iconv_strpos: [
    'string haystack,string needle,int offset=,?string encoding=',
    (haystack: string, needle: string, offset = 0) => {
      if (needle === '') return false;
      const letters = characters(haystack);
      const at = letters.slice(offset).join('').indexOf(needle);
      return at === -1 ? false : offset + characters(letters.slice(offset).join('').slice(0, at)).length;
    },
  ],
  mb_convert_encoding: ['mixed string,string to_encoding,mixed from_encoding=', convert],
  utf8_encode: ['string string', (text: string) => encodeTo(text, 'utf-8', '?')],
  utf8_decode: [
    'string string',
    (text: string) => encodeTo(decodeFrom(text, 'utf-8').replaceAll('\ufffd', '?'), 'iso-8859-1', '?'),
  ],
};
