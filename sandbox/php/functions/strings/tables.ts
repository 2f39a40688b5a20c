/** Charsets of one byte a character: what their upper halves stand for; U+FFFD where nothing does. */
import { toBytes, toText } from '../../values/bytes.ts';

const halves: { readonly [charset: string]: string } = {
  'windows-1250':
    '€\ufffd‚\ufffd„…†‡\ufffd‰Š‹ŚŤŽŹ\ufffd‘’“”•–—\ufffd™š›śťžź\u00a0ˇ˘Ł¤Ą¦§¨©Ş«¬\u00ad®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙',
  'windows-1251':
    'ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\ufffd™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя',
  'windows-1252':
    '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
  'windows-1254':
    '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffd\ufffd\ufffd\ufffd‘’“”•–—˜™š›œ\ufffd\ufffdŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ',
  'koi8-r':
    '─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u00a0⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ',
  'koi8-u':
    '─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u00a0⌡°²·÷═║╒ёє╔ії╗╘╙╚╛ґ╝╞╟╠╡ЁЄ╣ІЇ╦╧╨╩╪Ґ╬©юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ',
  cp866:
    'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u00a0',
  'iso-8859-2':
    '\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f\u00a0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u00adŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙',
  'iso-8859-5':
    '\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f\u00a0ЁЂЃЄЅІЇЈЉЊЋЌ\u00adЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ',
  'iso-8859-15':
    '\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f\u00a0¡¢£€¥Š§š©ª«¬\u00ad®¯°±²³Žµ¶·ž¹º»ŒœŸ¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
};

const others: { readonly [name: string]: string } = {
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  win1251: 'windows-1251',
  'win-1251': 'windows-1251',
  cp1252: 'windows-1252',
  cp1254: 'windows-1254',
  koi8r: 'koi8-r',
  ibm866: 'cp866',
  latin1: 'iso-8859-1',
  latin2: 'iso-8859-2',
  'latin-1': 'iso-8859-1',
  'iso8859-1': 'iso-8859-1',
  'iso8859-5': 'iso-8859-5',
  utf8: 'utf-8',
  'us-ascii': 'ascii',
  utf16: 'utf-16be',
  'utf-16': 'utf-16be',
  'ucs-2': 'utf-16be',
  'ucs-2be': 'utf-16be',
  'ucs-2le': 'utf-16le',
};
const known = new Set(['utf-8', 'iso-8859-1', 'ascii', 'utf-16be', 'utf-16le', '8bit', ...Object.keys(halves)]);

/** The one name that a charset has here; null where it is not known. */
export function canonicalCharset(name: string): string | null {
  const lower = name.trim().toLowerCase();
  const found = Object.hasOwn(others, lower) ? (others[lower] as string) : lower;
  return known.has(found) ? found : null;
}

/** @param charset a canonical name */
export function decodeFrom(bytes: string, charset: string): string {
  switch (charset) {
    case 'utf-8':
      return toText(bytes);
    case 'iso-8859-1':
    case '8bit':
      return bytes;
    case 'ascii':
      return bytes.replace(/[\x80-\xff]/g, '\ufffd');
    case 'utf-16be':
    case 'utf-16le': {
      let text = '';
      for (let i = 0; i + 1 < bytes.length; i += 2) {
        const [a, b] = [bytes.charCodeAt(i), bytes.charCodeAt(i + 1)];
        text += String.fromCharCode(charset === 'utf-16be' ? (a << 8) | b : (b << 8) | a);
      }
      return text;
    }
    default: {
      const half = halves[charset] as string;
      return bytes.replace(/[\x80-\xff]/g, (byte) => half.charAt(byte.charCodeAt(0) - 128));
    }
  }
}

/** @param otherwise what a character becomes that the charset has not: a text, or null to give up. @returns null where it gave up */
export function encodeTo(
  text: string,
  charset: string,
  otherwise: string | null | ((letter: string) => string),
): string | null {
  if (charset === 'utf-8') return toBytes(text);
  let bytes = '';
  for (const letter of text) {
    const code = letter.codePointAt(0) as number;
    if (charset === 'utf-16be' || charset === 'utf-16le') {
      for (let i = 0; i < letter.length; i++) {
        const unit = letter.charCodeAt(i);
        bytes +=
          charset === 'utf-16be'
            ? String.fromCharCode(unit >> 8, unit & 255)
            : String.fromCharCode(unit & 255, unit >> 8);
      }
      continue;
    }
    if (code < 128 || (charset === 'iso-8859-1' && code < 256)) {
      bytes += letter;
      continue;
    }
    const at =
      letter === '\ufffd' || !Object.hasOwn(halves, charset) ? -1 : (halves[charset] as string).indexOf(letter);
    if (at !== -1) bytes += String.fromCharCode(at + 128);
    else if (otherwise === null) return null;
    else bytes += typeof otherwise === 'string' ? otherwise : otherwise(letter);
  }
  return bytes;
}
