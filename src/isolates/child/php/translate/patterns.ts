/** Regular expressions that JavaScript reads in the same way; what it might match differently is not translated. */
import { compilePattern } from '../../../../../sandbox/php/functions/preg/pattern.ts';
import { toText } from '../../../../../sandbox/php/values/bytes.ts';
import { bytesOf } from '../literals.ts';
import type { Node } from '../parse.ts';
import { cannot } from './state.ts';

const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** A literal, `/…/u`. */
export function regex(node: Node, global: boolean): string {
  if (node.kind !== 'string') return cannot(node, 'A regular expression that is worked out');
  const compiled = compilePattern(bytesOf(node));
  if (!compiled.ok) return cannot(node, 'This regular expression');
  const whole = toText(bytesOf(node)).trim();
  const open = whole.charAt(0);
  const end = whole.lastIndexOf(closing[open] ?? open);
  const flags = whole.slice(end + 1);
  if (/[^iusDS]/.test(flags)) return cannot(node, 'A regular expression with these modifiers');
  const unicode = flags.includes('u');
  const source = whole.slice(1, end);
  // Without the modifier u PHP looks at bytes, of which a letter beyond ASCII has several.
  const letter = '[^\\p{ASCII}]';
  const severalBytes = new RegExp(`\\[[^\\]]*${letter}|${letter}[?*+{]`, 'u');
  if (!unicode && /[^\p{ASCII}]/u.test(source) && (flags.includes('i') || severalBytes.test(source)))
    return cannot(node, 'A regular expression over bytes');
  const code = pieces(node, source, { unicode, dotAll: flags.includes('s'), dollarEnd: flags.includes('D') });
  return `/${code}/${global ? 'g' : ''}${flags.includes('i') ? 'i' : ''}${flags.includes('s') ? 's' : ''}${unicode ? 'u' : ''}`;
}

interface Ways {
  unicode: boolean;
  dotAll: boolean;
  dollarEnd: boolean;
}

function pieces(node: Node, source: string, { unicode, dotAll, dollarEnd }: Ways): string {
  let code = '';
  let inClass = false;
  const put = (text: string): void => {
    code += text;
  };
  for (let i = 0; i < source.length; i++) {
    const letter = source.charAt(i);
    const next = source.charAt(i + 1);
    if (letter === '\\') {
      i++;
      put(escapeOf(node, next, inClass, unicode));
      continue;
    }
    if (inClass) {
      if (letter === ']') inClass = false;
      if (letter === '[' && /[:.=]/.test(next)) return cannot(node, 'A named class of characters');
      put(letter === '/' ? '\\/' : letter === '[' && unicode ? '\\[' : letter);
      continue;
    }
    switch (letter) {
      case '[':
        inClass = true;
        put(letter);
        if (next === '^') i++;
        if (next === '^') put('^');
        // A bracket that stands first is one of the class.
        if (source.charAt(i + 1) === ']') {
          put('\\]');
          i++;
        }
        break;
      case '(':
        if (next === '?') {
          const [head] = /^\(\?(?::|=|!|<=|<!|P?<\w+>)/.exec(source.slice(i)) ?? [];
          if (head === undefined) return cannot(node, 'A regular expression with (?…)');
          put(head.replace('?P<', '?<'));
          i += head.length - 1;
        } else if (next === '*') return cannot(node, 'A regular expression with (*…)');
        else put(letter);
        break;
      case '.':
        put(dotAll ? '.' : '[^\\n]');
        break;
      case '$':
        put(dollarEnd ? '$' : i === source.length - 1 ? '(?=\\n?$)' : '(?=\\n?$)');
        break;
      case '/':
        put('\\/');
        break;
      case '{':
        put(/^\{\d+(?:,\d*)?\}/.test(source.slice(i)) ? letter : '\\{');
        if (!/^\{\d+(?:,\d*)?\}/.test(source.slice(i))) break;
        put(/^\{(\d+(?:,\d*)?\})/.exec(source.slice(i))?.[1] ?? '');
        i += (/^\{\d+(?:,\d*)?\}/.exec(source.slice(i))?.[0].length ?? 1) - 1;
        if (source.charAt(i + 1) === '+') return cannot(node, 'A possessive quantifier');
        break;
      case '}':
      case ']':
        put(`\\${letter}`);
        break;
      case '+':
      case '*':
      case '?':
        if (next === '+') return cannot(node, 'A possessive quantifier');
        put(letter);
        break;
      case '\n':
        put('\\n');
        break;
      default:
        put(letter);
    }
  }
  return code;
}

function escapeOf(node: Node, letter: string, inClass: boolean, unicode: boolean): string {
  switch (letter) {
    case 'd':
    case 'D':
    case 'n':
    case 'r':
    case 't':
    case 'f':
      return `\\${letter}`;
    case 'w':
      return !unicode ? '\\w' : inClass ? '\\p{L}\\p{N}_' : '[\\p{L}\\p{N}_]';
    case 'W':
      return !unicode ? '\\W' : inClass ? cannot(node, '\\W in a class') : '[^\\p{L}\\p{N}_]';
    case 's':
      // Bytes know no spaces but these.
      return unicode ? '\\s' : inClass ? ' \\t-\\r' : '[ \\t-\\r]';
    case 'S':
      return unicode ? '\\S' : inClass ? cannot(node, '\\S in a class') : '[^ \\t-\\r]';
    case 'b':
    case 'B':
      return unicode || inClass ? cannot(node, `\\${letter}`) : `\\${letter}`;
    case '1':
    case '2':
    case '3':
      return inClass ? cannot(node, `\\${letter}`) : `\\${letter}`;
    default:
      if (/[A-Za-z0-9]/.test(letter)) return cannot(node, `\\${letter} in a regular expression`);
      if (/[/\\^$.*+?()[\]{}|]/.test(letter) || (inClass && letter === '-')) return `\\${letter}`;
      return letter;
  }
}

/** What stands in the place of a match, with `$1` as JavaScript reads it. */
export function replacement(node: Node): string {
  if (node.kind !== 'string') return cannot(node, 'A replacement that is worked out');
  return toText(bytesOf(node)).replace(/\\(\d{1,2})|\$\{(\d{1,2})\}|\$(\d{1,2})|\$/g, (_, a, b, c) => {
    const group = a ?? b ?? c;
    return group === undefined ? '$$' : Number(group) === 0 ? '$&' : `$${Number(group)}`;
  });
}
