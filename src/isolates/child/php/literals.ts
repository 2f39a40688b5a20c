/** Strings and numbers of PHP's text, and texts of JavaScript. */
import { encodePoint, toBytes, toText } from '../../../../sandbox/php/values/bytes.ts';
import { int } from '../../../../sandbox/php/values/value.ts';
import type { Node } from './parse.ts';

/** A JavaScript literal. No character of the script's own gets into the program but through here. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The bytes of a `string`, `nowdoc` or a piece of an `encapsed` text. */
export function bytesOf(node: Node): string {
  if (node.kind === 'nowdoc') return toBytes(String(node['value']).replaceAll('\r\n', '\n'));
  const raw = String(node['raw'] ?? '');
  if (node['isDoubleQuote'] === true) return unescape(raw.replace(/^[bB]?"/, '').slice(0, -1), '"');
  const single = raw.replace(/^[bB]/, '');
  if (single.startsWith("'")) return toBytes(single.slice(1, -1).replace(/\\(['\\])/g, '$1'));
  return toBytes(String(node['value']));
}

/** A text as characters, where no other string of bytes comes to the same; else null. */
export function charactersOf(node: Node): string | null {
  if (node.kind !== 'string') return null;
  const text = toText(bytesOf(node));
  return text.includes('\ufffd') ? null : text;
}

/** Pieces of a text with variables in it: what stands between them has its escapes read here, where they are bytes. */
export function pieceBytes(piece: Node, whole: Node, first: boolean, last: boolean): string {
  let raw = String(piece['raw'] ?? '');
  if (whole['type'] !== 'heredoc') return unescape(raw, '"');
  const indent = /(?:^|\n)([ \t]*)[A-Za-z_]\w*\s*$/.exec(String(whole['raw']))?.[1]?.length ?? 0;
  raw = raw.replaceAll('\r\n', '\n');
  if (indent > 0)
    raw = raw.replace(
      first ? /(^|\n)[ \t]*/g : /(\n)[ \t]*/g,
      (gap, start: string) => start + gap.slice(start.length + indent),
    );
  if (last) raw = raw.replace(/\n[ \t]*$/, '');
  return unescape(raw, '');
}

const letters: Record<string, string> = { n: '\n', t: '\t', r: '\r', v: '\v', e: '\x1b', f: '\f', '\\': '\\', $: '$' };

function unescape(raw: string, quote: string): string {
  let bytes = '';
  let from = 0;
  const escape = /\\(?:([ntrvef\\$"])|([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u\{([0-9A-Fa-f]+)\})/g;
  for (let match = escape.exec(raw); match !== null; match = escape.exec(raw)) {
    const [all, letter, octal, hex, point] = match;
    if (letter === '"' && quote !== '"') continue;
    bytes += toBytes(raw.slice(from, match.index));
    if (letter !== undefined) bytes += letter === '"' ? '"' : letters[letter];
    else if (octal !== undefined) bytes += String.fromCharCode(Number.parseInt(octal, 8) & 255);
    else if (hex !== undefined) bytes += String.fromCharCode(Number.parseInt(hex, 16));
    else bytes += encodePoint(Number.parseInt(point ?? '0', 16));
    from = match.index + all.length;
  }
  return bytes + toBytes(raw.slice(from));
}

/** A number as JavaScript's: a whole float in its box. */
export function numberLiteral(text: string, box: (n: string) => string): string {
  const digits = text.replaceAll('_', '').toLowerCase();
  let value: ReturnType<typeof int>;
  if (digits.startsWith('0x') || digits.startsWith('0b')) value = int(BigInt(digits));
  else if (/^0o?[0-7]+$/.test(digits)) value = int(BigInt(`0o${digits.replace(/^0o?/, '')}`));
  else if (/^[0-9]+$/.test(digits)) value = int(BigInt(digits));
  else return realLiteral(Number(digits), box);
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'number' ? String(value) : realLiteral(Number(digits), box);
}

export function realLiteral(n: number, box: (n: string) => string): string {
  if (Number.isNaN(n)) return 'NaN';
  if (!Number.isFinite(n)) return n < 0 ? '-Infinity' : 'Infinity';
  return Number.isInteger(n) ? box(Object.is(n, -0) ? '-0' : String(n)) : String(n);
}
