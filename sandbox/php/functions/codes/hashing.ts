/** Hashes over the bytes of a string. */
import { fail } from '../../faults.ts';
import { host } from '../../host.ts';
import { PhpArray } from '../../values/array.ts';
import type { Functions } from '../define.ts';
import { fromHex, toHex } from './encodings.ts';

/** Their tables take time to make, so only a script that hashes makes them. */
const library = () => require('./algorithms.ts');
const names = [
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'ripemd160',
  'sha3-224',
  'sha3-256',
  'sha3-384',
  'sha3-512',
];

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function stringOf(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += String.fromCharCode(byte);
  return out;
}

let crcTable: Int32Array | null = null;

function crc32(text: string): number {
  crcTable ??= Int32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    return c;
  });
  let crc = -1;
  for (let i = 0; i < text.length; i++) crc = (crcTable[(crc ^ text.charCodeAt(i)) & 255] as number) ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}

function adler32(text: string): number {
  let [a, b] = [1, 0];
  for (let i = 0; i < text.length; i++) {
    a = (a + text.charCodeAt(i)) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

const shown = (hex: string, binary: boolean): string => (binary ? fromHex(hex) : hex);

function hash(name: string, text: string, binary = false): string {
  const lower = name.toLowerCase();
  if (lower === 'crc32b') return shown(crc32(text).toString(16).padStart(8, '0'), binary);
  if (lower === 'adler32') return shown(adler32(text).toString(16).padStart(8, '0'), binary);
  if (!names.includes(lower))
    return fail('ValueError', 'hash(): Argument #1 ($algo) must be a valid hashing algorithm');
  const bytes = stringOf(library().digest(lower, bytesOf(text)));
  return binary ? bytes : toHex(bytes);
}

function keyedHash(name: string, text: string, key: string, binary = false): string {
  const lower = name.toLowerCase();
  if (!names.includes(lower))
    return fail('ValueError', 'hash_hmac(): Argument #1 ($algo) must be a valid cryptographic hashing algorithm');
  const bytes = stringOf(library().keyed(lower, bytesOf(key), bytesOf(text)));
  return binary ? bytes : toHex(bytes);
}

export const hashing: Functions = {
  md5: ['string string,bool binary=', (text: string, binary?: boolean) => hash('md5', text, binary)],
  sha1: ['string string,bool binary=', (text: string, binary?: boolean) => hash('sha1', text, binary)],
  hash: ['string algo,string data,bool binary=,array options=', hash],
  hash_hmac: ['string algo,string data,string key,bool binary=', keyedHash],
  hash_algos: ['', () => PhpArray.of([...names, 'crc32b', 'adler32'])],
  hash_hmac_algos: ['', () => PhpArray.of([...names])],
  hash_equals: ['string known_string,string user_string', (a: string, b: string) => a === b],
  crc32: ['string string', crc32],
  random_bytes: [
    'int length',
    (length: number) => {
      if (length < 1) fail('ValueError', 'random_bytes(): Argument #1 ($length) must be greater than 0');
      if (length > 1_048_576) fail('ValueError', 'random_bytes(): at most a mebibyte at once');
      return Array.from({ length }, () => String.fromCharCode(Math.floor(host.random() * 256))).join('');
    },
  ],
};
