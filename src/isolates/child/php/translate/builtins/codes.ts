/** Hashes, encodings, JSON. */
import { equality } from '../code.ts';
import { cannot, need } from '../state.ts';
import { flagsOf, type Given, helped, literalOf, plain, textOf, type Writer, type Writers } from './given.ts';

/** A call of the core with texts. */
const core =
  (name: string): Writer =>
  (given) =>
    `$core.${name}(${given.args.map((_, i) => plain(given, i)).join(', ')})`;

export const codes: Writers = {
  md5: core('hash.md5'),
  sha1: core('hash.sha1'),
  hash: (given: Given) => {
    const name = literalOf(given, 0).toLowerCase();
    if (!/^(?:md5|sha1|sha256)$/.test(name) || given.args.length > 2) return cannot(given.node, `hash('${name}')`);
    return `$core.hash.${name}(${plain(given, 1)})`;
  },
  hash_hmac: (given: Given) => {
    const name = { sha1: 'hmacSha1', sha256: 'hmacSha256' }[literalOf(given, 0).toLowerCase()];
    if (name === undefined || given.args.length > 3) return cannot(given.node, 'This hash_hmac()');
    return `$core.hash.${name}(${plain(given, 1)}, ${plain(given, 2)})`;
  },
  hash_equals: (given: Given) => equality(textOf(given, 0), '===', textOf(given, 1)),
  base64_encode: core('base64.encode'),
  base64_decode: (given: Given) =>
    given.args.length > 1 ? cannot(given.node, 'This base64_decode()') : core('base64.decode')(given),
  urlencode: core('urlencode'),
  rawurlencode: helped('rawurlencode'),
  urldecode: helped('urldecode'),
  http_build_query: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'This http_build_query()')
      : `${need(given.s, 'query')}(${plain(given, 0)})`,
  json_encode: (given: Given) => {
    const flags = flagsOf(given.args[1]);
    if (flags.some((flag) => !/^JSON_UNESCAPED_(?:UNICODE|SLASHES)$/.test(flag)))
      return cannot(given.node, 'json_encode() with these flags');
    const [slashes, unicode] = [!flags.includes('JSON_UNESCAPED_SLASHES'), !flags.includes('JSON_UNESCAPED_UNICODE')];
    const more = unicode ? (slashes ? '' : ', false') : `, ${slashes}, false`;
    return `${need(given.s, 'json')}(${plain(given, 0)}${more})`;
  },
  json_decode: (given: Given) =>
    given.args.length > 2
      ? cannot(given.node, 'json_decode() with flags')
      : `${need(given.s, 'parse')}(${plain(given, 0)})`,
};
