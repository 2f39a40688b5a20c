/** The hashes CRMs sign requests with, over the UTF-8 bytes of a text, as lower-case hexadecimal digits. */
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toUtf8 } from './encodings.ts';

export const hashes = {
  md5: (text: string) => hex(md5(toUtf8(text))),
  sha1: (text: string) => hex(sha1(toUtf8(text))),
  sha256: (text: string) => hex(sha256(toUtf8(text))),
  hmacSha1: (text: string, key: string) => hex(hmac(sha1, toUtf8(key), toUtf8(text))),
  hmacSha256: (text: string, key: string) => hex(hmac(sha256, toUtf8(key), toUtf8(text))),
};

function hex(bytes: Uint8Array): string {
  let digits = '';
  for (let i = 0; i < bytes.length; i++) digits += ((bytes[i] as number) + 256).toString(16).slice(1);
  return digits;
}
