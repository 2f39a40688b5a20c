import { hmac } from '@noble/hashes/hmac.js';
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '@noble/hashes/sha3.js';

const algorithms = {
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  ripemd160,
  'sha3-224': sha3_224,
  'sha3-256': sha3_256,
  'sha3-384': sha3_384,
  'sha3-512': sha3_512,
};
type Name = keyof typeof algorithms;

/** @param name one of the algorithms, in lower case */
export const digest = (name: string, bytes: Uint8Array): Uint8Array => algorithms[name as Name](bytes);
export const keyed = (name: string, key: Uint8Array, bytes: Uint8Array): Uint8Array =>
  hmac(algorithms[name as Name], key, bytes);
