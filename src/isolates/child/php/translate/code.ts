/** Pieces of JavaScript, and where they need parentheses. */

/** How tightly an operator binds; the whole of an operand of another must bind more. */
export const binding = {
  assign: 1,
  choice: 2,
  coalesce: 3,
  or: 4,
  and: 5,
  equality: 8,
  relation: 9,
  sum: 11,
  product: 12,
  power: 13,
  unary: 14,
  whole: 20,
} as const;

export interface Code {
  js: string;
  binds: number;
  /** The contrary, where it is not said with `!`. */
  not?: string;
}

export const whole = (js: string): Code => ({ js, binds: binding.whole });

/** The code as an operand of something that binds as tightly as `least`. */
export const within = ({ js, binds }: Code, least: number): string => (binds < least ? `(${js})` : js);

export function infix(left: Code, operator: string, right: Code, binds: number): Code {
  // `??` does not stand beside `&&` and `||` without parentheses.
  const mixed = (one: Code): Code =>
    (operator === '??' && (one.binds === binding.or || one.binds === binding.and)) ||
    ((operator === '||' || operator === '&&') && one.binds === binding.coalesce)
      ? { ...one, binds: 0 }
      : one;
  return { js: `${within(mixed(left), binds)} ${operator} ${within(mixed(right), binds + 1)}`, binds };
}

/** `===`, and the like, whose contrary has a sign of its own. */
export function equality(left: string, sign: '===' | '==', right: string): Code {
  const [js, not] = [`${left} ${sign} ${right}`, `${left} ${sign.replace('=', '!')} ${right}`];
  return { js, binds: binding.equality, not };
}

export function negated({ js, binds, not }: Code): Code {
  if (not !== undefined) return { js: not, binds, not: js };
  return { js: `!${within({ js, binds }, binding.unary)}`, binds: binding.unary, not: js };
}

export const literal = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

export const isName = (key: string): boolean => /^[A-Za-z_$][\w$]*$/.test(key);

/** A name before the colon in an object. */
export const property = (key: string): string =>
  isName(key) || /^(?:0|[1-9]\d{0,14})$/.test(key) || /^\p{L}[\p{L}\d]*$/u.test(key) ? key : literal(key);

/** What follows an object to read what stands under a key. */
export const member = (key: string, optional: boolean): string => {
  if (isName(key)) return `${optional ? '?' : ''}.${key}`;
  return `${optional ? '?.' : ''}[${/^(?:0|-?[1-9]\d{0,14})$/.test(key) ? key : literal(key)}]`;
};
