/** Moments and how they are written. */
import { cannot, need } from '../state.ts';
import { type Given, isLiteral, literalOf, numberOf, plain, textOf, type Writer, type Writers } from './given.ts';

/** Letters of `date()` that the helper knows. */
const dateLetters = 'djDlNwmnMFtYyHGhgAaiseTPOpUc';

const dateOf: Writer = (given) => {
  const letters =
    literalOf(given, 0)
      .replace(/\\./gs, '')
      .match(/[A-Za-z]/g) ?? [];
  if (letters.some((letter) => !dateLetters.includes(letter))) return cannot(given.node, 'A date in this form');
  return written(given);
};
const written: Writer = (given) =>
  `${need(given.s, 'date')}(${textOf(given, 0)}${given.args[1] ? `, ${numberOf(given, 1)}` : ''})`;

export const moments: Writers = {
  time: () => '$now',
  date: dateOf,
  gmdate: dateOf,
  strtotime: (given: Given) => {
    if (given.args.length > 1) return cannot(given.node, 'strtotime() from another moment');
    if (
      isLiteral(given.args[0]) &&
      !/^\s*(?:now|\d{4}-\d\d?-\d\d?(?:[T ]+\d\d?:\d\d(?::\d\d)?)?|\d\d?\.\d\d?\.\d{4})\s*$/i.test(literalOf(given, 0))
    )
      return cannot(given.node, 'This way to write a moment');
    return `${need(given.s, 'moment')}(${plain(given, 0)})`;
  },
};
