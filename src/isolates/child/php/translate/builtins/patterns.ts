/** Regular expressions. */

import { rootOf, target } from '../assignments.ts';
import { binding, type Code, literal } from '../code.ts';
import { regex, replacement } from '../patterns.ts';
import { cannot, need } from '../state.ts';
import { at, flagsOf, type Given, literalOf, plain, textOf, type Writers } from './given.ts';

export const patterns: Writers = {
  preg_match: matched,
  preg_replace: (given: Given) => {
    if (given.args.length > 3) return cannot(given.node, 'This preg_replace()');
    return `${textOf(given, 2)}.replace(${regex(at(given, 0), true)}, ${literal(replacement(at(given, 1)))})`;
  },
  preg_split: (given: Given) => {
    const code = `${textOf(given, 1)}.split(${regex(at(given, 0), false)})`;
    if (/\((?!\?)/.test(literalOf(given, 0))) return cannot(given.node, 'preg_split() with groups');
    const limit = given.args[2];
    const unlimited =
      limit === undefined ||
      limit.kind === 'nullkeyword' ||
      (limit.kind === 'number' && limit['value'] === '0') ||
      (limit.kind === 'unary' && limit['type'] === '-');
    const flags = flagsOf(given.args[3]);
    if (!unlimited || flags.some((flag) => flag !== 'PREG_SPLIT_NO_EMPTY'))
      return cannot(given.node, 'This preg_split()');
    return flags.length > 0 ? `${code}.filter((one) => one !== '')` : code;
  },
  preg_quote: (given: Given) => `${textOf(given, 0)}.replace(/[.\\\\+*?[^\\]$(){}=!<>|:\\-#/]/g, '\\\\$&')`,
};

function matched(given: Given): Code | string {
  const { s, node, args, asCondition } = given;
  const pattern = regex(at(given, 0), false);
  if (args.length > 3) return cannot(node, 'preg_match() with flags');
  if (args.length === 2) {
    const test = `${pattern}.test(${textOf(given, 1)})`;
    return asCondition ? test : `Number(${test})`;
  }
  const to = at(given, 2);
  if (to.kind !== 'variable' || rootOf(to) === null) return cannot(to, 'This place for a match');
  const found = `(${target(s, to)} = ${need(s, 'match')}(${pattern}, ${plain(given, 1)})).length`;
  return {
    js: asCondition ? `${found} > 0` : `Number(${found} > 0)`,
    binds: asCondition ? binding.relation : binding.whole,
  };
}
