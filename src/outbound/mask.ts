/** What stands in place of a secret. */
const STARS = '***';

/** Shorter secrets are too likely to be part of something else. */
const SHORTEST_INSIDE = 4;
/** Beyond it V8 compiles patterns badly, and much later not at all. */
const LONGEST_PATTERN = 16_000;
/** Longer forms (a private key) are sought as plain text. */
const LONGEST_ALTERNATIVE = 1_000;
/** Fewer letters out of the middle of base64 could be a word of any text. */
const SHORTEST_BASE64 = 8;

/**
 * A function that replaces every secret in a text by `***`: as it is, percent-encoded, form-encoded, escaped in JSON, XML or
 * HTML, and in base64 (also inside a longer encoded text, such as `login:secret`).
 *
 * Secrets of 2 or 3 characters are replaced only as whole tokens, and only where they have something but digits; single
 * characters and numbers up to 999 never, since that would blot out half of any journal and hide nothing.
 *
 * Linear in the length of the text, and never throws.
 */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const inside = new Set<string>();
  const tokens = new Set<string>();
  for (const secret of secrets) {
    const wellFormed = secret.toWellFormed();
    if (wellFormed.trim() === '') continue;
    if (wellFormed.length >= SHORTEST_INSIDE) for (const form of formsOf(wellFormed)) inside.add(form);
    else if (wellFormed.length > 1 && /\D/.test(wellFormed)) tokens.add(wellFormed);
  }
  // the longest first: a secret may be the beginning of another
  const forms = [...inside].sort((a, b) => b.length - a.length);
  const long = forms.filter((form) => form.length > LONGEST_ALTERNATIVE);
  const patterns = patternsOf([
    ...forms.slice(long.length).map(literal),
    ...[...tokens].map((token) => `(?<![\\p{L}\\p{N}])${literal(token)}(?![\\p{L}\\p{N}])`),
  ]);
  return (text) => {
    let masked = text;
    for (const form of long) masked = masked.replaceAll(form, STARS);
    for (const pattern of patterns) masked = masked.replace(pattern, STARS);
    return masked;
  };
}

/** One pattern goes over a text faster than many, but what is too large for one is divided. */
function patternsOf(alternatives: readonly string[]): RegExp[] {
  const patterns: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const alternative of alternatives) {
    if (length + alternative.length > LONGEST_PATTERN) {
      patterns.push([]);
      length = 0;
    }
    patterns.at(-1)?.push(alternative);
    length += alternative.length + 1;
  }
  return patterns.map((pattern) => new RegExp(pattern.join('|'), 'gu'));
}

const TELLING_NAME = /^(cookie|set-cookie)$|authorization|token|secret|password|api-?key|signature|session/i;

/** Headers with the values of Authorization, Cookie, X-Api-Key and the like gone, and `mask` applied to the rest. */
export function maskHeaders(
  headers: Readonly<Record<string, string>>,
  mask: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      TELLING_NAME.test(name) ? withoutValue(name, value) : mask(value),
    ]),
  );
}

function withoutValue(name: string, value: string): string {
  // the scheme is no secret, and a wrong one is a common mistake
  const scheme = /authorization/i.test(name) ? /^(Basic|Bearer|Digest|Token|Key) (?=\S)/i.exec(value)?.[0] : undefined;
  return `${scheme ?? ''}${STARS}`;
}

function formsOf(secret: string): string[] {
  const percent = encodeURIComponent(secret);
  const strict = percent.replace(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ s: secret }).toString().slice(2);
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const html = xml.replaceAll('"', '&quot;');
  return [
    secret,
    ...[percent, strict, form, form.replaceAll('+', '%20')].flatMap((text) => [text, lowerHex(text)]),
    json,
    ascii,
    ...[json, ascii].map((text) => text.replaceAll('/', '\\/')),
    xml,
    html,
    html.replaceAll("'", '&#39;'),
    html.replaceAll("'", '&#039;'),
    html.replaceAll("'", '&apos;'),
    ...base64Of(secret),
  ];
}

function lowerHex(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/** The whole in base64, and what is certain of it at each of the three places it can have inside a longer text. */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const whole = bytes.toString('base64');
  const certain = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)),
  );
  return [whole, whole.replace(/=+$/, ''), ...certain.filter((text) => text.length >= SHORTEST_BASE64)].flatMap(
    (text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')],
  );
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** A JSON value with `mask` applied to its texts. Not to its serialised form: a secret `1234` would break ids and numbers. */
export function maskJson<T>(value: T, mask: (text: string) => string): T {
  if (typeof value === 'string') return mask(value) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => maskJson(item, mask)) as T;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskJson(item, mask)])) as T;
}
