/** PHP’s functions, as JavaScript says them. What is not here is not translated. */
import type { Node } from '../../parse.ts';
import { type Code, whole } from '../code.ts';
import { cannot, type State } from '../state.ts';
import { arrays } from './arrays.ts';
import { codes } from './codes.ts';
import { type Given, plain, type Writer, type Writers } from './given.ts';
import { moments } from './moments.ts';
import { numbers, types } from './numbers.ts';
import { patterns } from './patterns.ts';
import { texts } from './texts.ts';

const log: Writers = {
  error_log: (given: Given) => `console.warn(${plain(given, 0)})`,
  print_r: (given: Given) =>
    given.args.length > 1 ? cannot(given.node, 'print_r() as a text') : `console.log(${plain(given, 0)})`,
  var_dump: (given: Given) => `console.log(${given.args.map((_, i) => plain(given, i)).join(', ')})`,
};

const writers: { readonly [name: string]: Writer | undefined } = Object.assign(
  Object.create(null) as object,
  texts,
  codes,
  numbers,
  types,
  arrays,
  moments,
  patterns,
  log,
);

const otherNames: Record<string, string> = {
  chop: 'rtrim',
  is_integer: 'is_int',
  is_long: 'is_int',
  doubleval: 'floatval',
};

export function builtin(s: State, node: Node, name: string, args: Node[], asCondition: boolean): Code {
  const spread = args.some(({ kind }) => kind === 'variadic');
  const writer = writers[otherNames[name] ?? name];
  if (writer === undefined || (spread && name !== 'max' && name !== 'min')) return cannot(node, `${name}()`);
  const made = writer({ s, node, args, asCondition });
  return typeof made === 'string' ? whole(made) : made;
}
