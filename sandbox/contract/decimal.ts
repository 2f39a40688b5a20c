/**
 * Money: exact decimals with up to four places, never a binary float.
 *
 * An amount is held as a bigint of ten-thousandths while it is computed with, and as canonical text everywhere else: no
 * leading or trailing zeros, no exponent (`"12000"`, `"0.5"`).
 */

/** Ten-thousandths of a unit. */
export type Units = bigint;

const scale = 4;
const one = 10_000n;
/** The largest amount a `numeric(18,4)` column holds. */
const largest = 99_999_999_999_999n * one + 9_999n;
/** Characters of the longest text that is looked at: a CRM may send megabytes of digits. */
const maxLength = 100;

export type ParsedAmount = { ok: true; amount: string } | { ok: false; why: string };

/**
 * Reads an amount as scripts and people write it. `"12 000,00"` (space or NBSP between thousands) and `"12000.00"` are
 * amounts; `"1,234"` and `"1.234,56"` could mean two things and are refused, as are negatives and more than four places.
 */
export function parseAmount(value: unknown): ParsedAmount {
  if (typeof value === 'number') return parseNumber(value);
  if (typeof value !== 'string') return { ok: false, why: `must be an amount, not ${describe(value)}` };
  const text = value.trim();
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  if (text === '') return { ok: false, why: 'must be an amount, not an empty text' };
  if (text.length > maxLength) return { ok: false, why: `is not an amount: "${shown}"` };
  if (text.startsWith('-')) return { ok: false, why: `must not be negative: "${shown}"` };
  if (/^\d{1,3}(?:,\d{3})+$/.test(text) || /[.,].*[.,]/.test(text)) {
    return { ok: false, why: `is ambiguous: "${shown}" (write 1234.56)` };
  }
  const match = /^(\d+|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+)(?:[.,](\d+))?$/.exec(text);
  if (!match) return { ok: false, why: `is not an amount: "${shown}"` };
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > scale) return { ok: false, why: `has more than ${scale} decimals: "${shown}"` };
  const units = BigInt((match[1] ?? '').replace(/\D/g, '')) * one + BigInt(fraction.padEnd(scale, '0'));
  if (units > largest) return { ok: false, why: `is too large: "${shown}"` };
  return { ok: true, amount: formatUnits(units) };
}

function parseNumber(value: number): ParsedAmount {
  if (!Number.isFinite(value)) return { ok: false, why: `must be an amount, not ${value}` };
  if (value < 0) return { ok: false, why: `must not be negative: ${value}` };
  const text = String(value);
  if (text.includes('e')) return { ok: false, why: `is not an amount: ${text}` };
  return parseAmount(text);
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Canonical or database text (`"12.5000"`, `"-3"`) to ten-thousandths. Throws on anything else: such text is ours. */
export function toUnits(amount: string): Units {
  const match = /^(-?)(\d+)(?:\.(\d{1,4})0*)?$/.exec(amount);
  if (!match) throw new Error(`Not a decimal: ${amount}`);
  const units = BigInt(match[2] ?? '0') * one + BigInt((match[3] ?? '').padEnd(scale, '0'));
  return match[1] ? -units : units;
}

export function formatUnits(units: Units): string {
  const size = units < 0n ? -units : units;
  const fraction = (size % one).toString().padStart(scale, '0').replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${size / one}${fraction ? `.${fraction}` : ''}`;
}

/** The same amount in canonical text: `"12.5000"` → `"12.5"`. */
export const canonical = (amount: string): string => formatUnits(toUnits(amount));
export const negate = (amount: string): string => formatUnits(-toUnits(amount));
export const times = (amount: string, count: number): string => formatUnits(toUnits(amount) * BigInt(count));
export const plus = (a: string, b: string): string => formatUnits(toUnits(a) + toUnits(b));
/** More than a `numeric(18,4)` column holds. */
export const isTooLarge = (amount: string): boolean => toUnits(amount) > largest;
