/** Between texts of characters and strings of bytes. */

/** Of the language since its beginning, although its types call them old. */
declare function escape(text: string): string;
declare function unescape(text: string): string;

const notAscii = /[^\x00-\x7f]/;

export const isAscii = (text: string): boolean => !notAscii.test(text);

/** The UTF-8 bytes of a text, one character each. Half a surrogate pair becomes U+FFFD. */
export function toBytes(text: string): string {
  if (!notAscii.test(text)) return text;
  // Both work in the engine itself: nothing a script writes is as fast.
  if (text.isWellFormed()) return unescape(encodeURIComponent(text));
  let bytes = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i++;
    bytes += code >= 0xd800 && code < 0xe000 ? '\xef\xbf\xbd' : encodePoint(code);
  }
  return bytes;
}

export function encodePoint(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63));
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  return String.fromCharCode(
    0xf0 | (code >> 18),
    0x80 | ((code >> 12) & 63),
    0x80 | ((code >> 6) & 63),
    0x80 | (code & 63),
  );
}

/** The text of UTF-8 bytes; what is none becomes U+FFFD. */
export function toText(bytes: string): string {
  if (!notAscii.test(bytes)) return bytes;
  try {
    return decodeURIComponent(escape(bytes));
  } catch {
    // Some of it is no UTF-8.
  }
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const { code, size } = decodePoint(bytes, i);
    text += code === -1 ? '\ufffd' : String.fromCodePoint(code);
    i += size;
  }
  return text;
}

export function isUtf8(bytes: string): boolean {
  if (!notAscii.test(bytes)) return true;
  for (let i = 0; i < bytes.length; ) {
    const { code, size } = decodePoint(bytes, i);
    if (code === -1) return false;
    i += size;
  }
  return true;
}

/** Reused: decoding makes no object per character. */
const point = { code: 0, size: 0 };

/** The character at a byte; -1 where the bytes are no UTF-8, with the number of bytes to skip. */
export function decodePoint(bytes: string, at: number): { code: number; size: number } {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return found(first, 1);
  const size =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (size === 0) return found(-1, 1);
  let code = first & (0x7f >> size);
  for (let i = 1; i < size; i++) {
    const next = bytes.charCodeAt(at + i);
    const low = i === 1 ? (first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80) : 0x80;
    const high = i === 1 ? (first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf) : 0xbf;
    if (!(next >= low && next <= high)) return found(-1, i);
    code = (code << 6) | (next & 63);
  }
  return found(code, size);
}

function found(code: number, size: number): { code: number; size: number } {
  point.code = code;
  point.size = size;
  return point;
}

/** The characters of a string, each as its bytes; what is no UTF-8 is a character of its own. */
export function characters(bytes: string): string[] {
  if (!notAscii.test(bytes)) return bytes.split('');
  const list: string[] = [];
  for (let i = 0; i < bytes.length; ) {
    const { size } = decodePoint(bytes, i);
    list.push(bytes.slice(i, i + size));
    i += size;
  }
  return list;
}
