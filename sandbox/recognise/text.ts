/**
 * Turns a status text into words: letters in one case and without accents, `_`, `-` and camelCase taken apart, and the
 * text cut into parts where punctuation cuts it. No `\p{…}`: building such a class costs a cold isolate milliseconds.
 */

export interface Word {
  /** Lower case, with the accents it was written with: Vietnamese tells words apart by them. */
  raw: string;
  /** Lower case without the accents of Latin letters; `ё` is `е`, `ı` is `i`, `ß` is `ss`. */
  folded: string;
  /** Which part of the text it stands in: «Отказ - дорого» has parts 0 and 1. */
  part: number;
}

export interface Words {
  words: Word[];
  /** `?`, `%`, `❌`: a doubt or a share. The text must not be read as money. */
  doubtful: boolean;
}

const ascii = /^[\0-\x7f]*$/;
/** Nothing that any form of Unicode would write otherwise, and no accent but those that Cyrillic keeps. */
const settled = /^[\0-\x7f\u0400-\u045f\u0490\u0491]*$/;
/** The same of such a text. */
const smallThenCapital = /[a-z\u0430-\u045f\u0491][A-Z\u0400-\u042f\u0490]/;
const invisible = /\u034f|[\ufe00-\ufe0f]|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const latinAccents = /([A-Za-z])[\u0300-\u036f]+/g;
const strokes: Record<string, string> = { ł: 'l', đ: 'd', ø: 'o', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', ґ: 'г', ё: 'е' };
const stroked = /[łđøıßæœґё]/g;
/** Those that a settled text may hold. */
const strokedCyrillic = /[ґё]/g;

/** Words with accents by how they were written: taking a letter apart and putting it together takes a microsecond. */
const unaccented = new Map<string, string>();
const remembered = 2_000;

/** Lower-case text without accents on Latin letters. */
export function fold(text: string): string {
  if (ascii.test(text)) return text;
  if (settled.test(text)) return withoutStrokes(text);
  let bare = unaccented.get(text);
  if (bare === undefined) {
    bare = withoutStrokes(text.normalize('NFD').replace(latinAccents, '$1').normalize('NFC'));
    if (unaccented.size >= remembered) unaccented.clear();
    unaccented.set(text, bare);
  }
  return bare;
}

const withoutStrokes = (text: string): string => text.replace(stroked, (letter) => strokes[letter] ?? letter);

/** One form of Unicode, no invisible characters, no space around. */
export function tidy(text: string): string {
  if (settled.test(text)) return text.trim();
  // NFKC would make `No` of «№».
  return text.replace(/№/g, ' ').normalize('NFKC').replace(invisible, '').trim();
}

const doubt = /[?%¿✗✘❌❎✖🚫⛔]/u;
const apostrophe = /['’ʼ`]/;
const contraction = /n['’`]t(?![a-z])/g;
const innerApostrophe = /([\u0400-\u052f])['’ʼ`](?=[\u0400-\u052f])/g;
/** Between two words: nothing but these joins them, anything else starts a new part. */
const joint = /^(?:[\s_"'«»„“”’`*#]+|[-‐‑–.]|_?-_?|\s*&\s*)$/;

/**
 * The words of a tidy text.
 * @param camelCase whether a capital inside a word starts a new word
 */
export function wordsOf(text: string, camelCase: boolean): Words {
  const plain = settled.test(text);
  let lower = camelCase ? apart(text, plain) : text;
  lower = (plain ? lower : lower.replace(/İ/g, 'i')).toLowerCase();
  if (apostrophe.test(lower)) lower = lower.replace(contraction, 'nt').replace(innerApostrophe, '$1');
  // Letter by letter the same, so that words are cut out of both at the same places.
  const folded = plain || settled.test(lower) ? lower.replace(strokedCyrillic, (sign) => strokes[sign] ?? sign) : null;
  const words: Word[] = [];
  let part = 0;
  for (let at = 0; at < lower.length; ) {
    const kind = kindOf(lower.charCodeAt(at));
    let end = at + 1;
    while (end < lower.length && kindOf(lower.charCodeAt(end)) === kind) end++;
    const piece = lower.slice(at, end);
    if (kind !== other) {
      const bare = folded === lower ? piece : folded === null ? fold(piece) : folded.slice(at, end);
      words.push({ raw: piece, folded: bare, part });
    } else if (piece !== ' ' && !joint.test(piece)) part += 1;
    at = end;
  }
  return { words, doubtful: doubt.test(text) };
}

/** Whether a capital may follow a small letter: false is certain, and found without looking at each letter as a text. */
function mayBeApart(text: string): boolean {
  const [small, capital] = [text.toLowerCase(), text.toUpperCase()];
  if (small.length !== text.length || capital.length !== text.length) return true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800) return true;
    if (at > 0 && code !== small.charCodeAt(at) && text.charCodeAt(at - 1) !== capital.charCodeAt(at - 1)) return true;
  }
  return false;
}

/** A space before each capital that follows a small letter. */
export function apart(text: string, plain: boolean = settled.test(text)): string {
  if (plain ? !smallThenCapital.test(text) : !mayBeApart(text)) return text;
  let out = '';
  let small = false;
  for (const letter of text) {
    const isSmall = letter !== letter.toUpperCase();
    if (small && letter !== letter.toLowerCase()) out += ' ';
    out += letter;
    small = isSmall;
  }
  return out;
}

const [letter, digit, other] = [1, 2, 3];

/** Letters of any script with their marks, digits, and everything else. */
function kindOf(code: number): number {
  if (code < 0x80) return code >= 97 && code <= 122 ? letter : code >= 48 && code <= 57 ? digit : other;
  if (code < 0x2000) return code < 0xc0 || code === 0xd7 || code === 0xf7 ? other : letter;
  const symbol =
    code < 0x2c00 || (code >= 0x3000 && code < 0x3040) || (code >= 0xd800 && code < 0xe000) || code >= 0xfe00;
  return symbol ? other : letter;
}

export const isNumber = (word: string): boolean => kindOf(word.charCodeAt(0)) === digit;

const hasLatin = /[a-z]/;
const hasCyrillic = /[\u0400-\u052f]/;
/** Letters of the same shape, in small or in capitals. */
const twins: readonly [string, string] = ['aceopxyikhmtbsj', 'асеорхуікнмтвѕј'];

/**
 * Words of two alphabets are somebody's slip or trick («wrоng» with a Cyrillic о). Gives the same word in one alphabet:
 * in that which has letters without a twin in the other, else in that of the text. Null where nothing is to be done.
 */
export function inOneAlphabet(word: string, cyrillicText: boolean): string | null {
  if (!hasLatin.test(word)) return null;
  const [latin, cyrillic] = twins;
  const mixed = hasCyrillic.test(word);
  const latinPossible = mixed && everyTwin(word, hasCyrillic, cyrillic);
  if ((cyrillicText || (mixed && !latinPossible)) && everyTwin(word, hasLatin, latin))
    return exchange(word, latin, cyrillic);
  return latinPossible ? exchange(word, cyrillic, latin) : null;
}

const everyTwin = (word: string, alphabet: RegExp, twinned: string): boolean =>
  [...word].every((letter) => !alphabet.test(letter) || twinned.includes(letter));

const exchange = (word: string, from: string, to: string): string =>
  [...word].map((letter) => to[from.indexOf(letter)] ?? letter).join('');

/** Whether some word is written in Cyrillic letters alone. */
export const isCyrillic = (words: readonly Word[]): boolean =>
  words.some(({ folded }) => hasCyrillic.test(folded) && !hasLatin.test(folded));
