/** JSON to values, as `json_decode` reads it: keys keep their order, ints and floats their kind. */
import { stdClass } from '../../objects/stdclass.ts';
import { PhpArray } from '../../values/array.ts';
import { isUtf8, toBytes } from '../../values/bytes.ts';
import { normalKey } from '../../values/keys.ts';
import { Float, float, int, PhpObject, type Value } from '../../values/value.ts';

export type JsonError = 1 | 3 | 4 | 5 | 10;
class Stop extends Error {
  readonly code: JsonError;
  constructor(code: JsonError) {
    super();
    this.code = code;
  }
}

export interface JsonOptions {
  /** Objects as arrays. */
  arrays: boolean;
  depth: number;
  /** Ints beyond 64 bits as texts. */
  bigAsText: boolean;
}

/** @param text UTF-8 bytes */
export function readJson(
  text: string,
  { arrays, depth, bigAsText }: JsonOptions,
): { ok: true; value: Value } | { ok: false; code: JsonError } {
  if (!isUtf8(text)) return { ok: false, code: 5 };
  let at = 0;
  const number = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
  const plainText = /[^"\\\x00-\x1f]*/y;
  const space = /[ \t\n\r]*/y;

  const skip = (): void => {
    space.lastIndex = at;
    space.test(text);
    at = space.lastIndex;
  };

  function string(): string {
    at++;
    let out = '';
    for (;;) {
      plainText.lastIndex = at;
      const plain = plainText.exec(text)?.[0] ?? '';
      out += plain;
      at += plain.length;
      const letter = text.charAt(at);
      if (letter === '"') {
        at++;
        return out;
      }
      if (letter !== '\\') throw new Stop(letter === '' ? 4 : 3);
      out += escape();
    }
  }

  function escape(): string {
    const letter = text.charAt(at + 1);
    at += 2;
    const simple: Record<string, string> = {
      '"': '"',
      '\\': '\\',
      '/': '/',
      b: '\b',
      f: '\f',
      n: '\n',
      r: '\r',
      t: '\t',
    };
    if (letter !== 'u') {
      const found = simple[letter];
      if (found === undefined) throw new Stop(4);
      return found;
    }
    const unit = hex();
    if (unit < 0xd800 || unit > 0xdfff) return toBytes(String.fromCharCode(unit));
    if (unit > 0xdbff || text.slice(at, at + 2) !== '\\u') throw new Stop(10);
    at += 2;
    const low = hex();
    if (low < 0xdc00 || low > 0xdfff) throw new Stop(10);
    return toBytes(String.fromCharCode(unit, low));
  }

  function hex(): number {
    const digits = text.slice(at, at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new Stop(4);
    at += 4;
    return Number.parseInt(digits, 16);
  }

  function value(level: number): Value {
    skip();
    switch (text.charAt(at)) {
      case '{':
        return object(level);
      case '[':
        return list(level);
      case '"':
        return string();
      default:
        return word();
    }
  }

  function word(): Value {
    for (const [name, meant] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (!text.startsWith(name, at)) continue;
      at += name.length;
      return meant;
    }
    number.lastIndex = at;
    const match = number.exec(text);
    if (match === null) throw new Stop(at < text.length && text.charCodeAt(at) < 32 ? 3 : 4);
    at += match[0].length;
    if (match[1] !== undefined || match[2] !== undefined) return float(Number(match[0]));
    if (match[0] === '-0') return 0;
    const whole = Number(match[0]);
    if (Number.isSafeInteger(whole)) return whole;
    const big = int(BigInt(match[0]));
    return big instanceof Float ? (bigAsText ? match[0] : float(whole)) : big;
  }

  function list(level: number): PhpArray {
    if (level > depth) throw new Stop(1);
    at++;
    const values: Value[] = [];
    skip();
    if (text.charAt(at) === ']') {
      at++;
      return PhpArray.of(values);
    }
    for (;;) {
      values.push(value(level + 1));
      skip();
      const letter = text.charAt(at++);
      if (letter === ']') return PhpArray.of(values);
      if (letter !== ',') throw new Stop(4);
    }
  }

  function object(level: number): Value {
    if (level > depth) throw new Stop(1);
    at++;
    const array = PhpArray.empty();
    const made = arrays ? null : new PhpObject(stdClass);
    skip();
    if (text.charAt(at) === '}') at++;
    else
      for (;;) {
        skip();
        if (text.charAt(at) !== '"') throw new Stop(4);
        const name = string();
        skip();
        if (text.charAt(at++) !== ':') throw new Stop(4);
        const member = value(level + 1);
        if (made === null) array.set(normalKey(name), member);
        else made.props.set(name, member);
        skip();
        const letter = text.charAt(at++);
        if (letter === '}') break;
        if (letter !== ',') throw new Stop(4);
      }
    return made ?? array;
  }

  try {
    const result = value(1);
    skip();
    if (at < text.length) throw new Stop(text.charCodeAt(at) < 32 ? 3 : 4);
    return { ok: true, value: result };
  } catch (thrown) {
    if (thrown instanceof Stop) return { ok: false, code: thrown.code };
    throw thrown;
  }
}
