/** UTF-8 and base64, which a bare context does not know. */

export function toUtf8(text: string): Uint8Array<ArrayBuffer> {
  const encoded = encodeURIComponent(text.toWellFormed());
  const bytes = new Uint8Array(encoded.length);
  let length = 0;
  for (let i = 0; i < encoded.length; i++) {
    const code = encoded.charCodeAt(i);
    if (code === percent) {
      bytes[length++] = Number.parseInt(encoded.slice(i + 1, i + 3), 16);
      i += 2;
    } else {
      bytes[length++] = code;
    }
  }
  return bytes.subarray(0, length);
}

const percent = 0x25;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function toBase64(text: string): string {
  const bytes = toUtf8(text);
  let encoded = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    encoded += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    encoded +=
      b === undefined ? '==' : alphabet.charAt((bits >> 6) & 63) + (c === undefined ? '=' : alphabet.charAt(bits & 63));
  }
  return encoded;
}

/** @throws TypeError where the text is not base64 of UTF-8; the URL-safe alphabet and missing padding are fine. */
export function fromBase64(encoded: string): string {
  const digits = encoded.replace(/\s/g, '').replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1)
    throw new TypeError('$core.base64.decode(): this is not base64');
  let bits = 0;
  let count = 0;
  let escaped = '';
  for (const digit of digits) {
    bits = (bits << 6) | alphabet.indexOf(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    escaped += `%${(((bits >> count) & 255) + 256).toString(16).slice(1)}`;
    bits &= (1 << count) - 1;
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    throw new TypeError('$core.base64.decode(): the decoded bytes are not UTF-8 text');
  }
}
