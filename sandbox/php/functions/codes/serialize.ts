/** `serialize` and `unserialize`, without classes of the script's own. */
import { fail } from '../../faults.ts';
import { warn } from '../../host.ts';
import { stdClass } from '../../objects/stdclass.ts';
import { PhpArray } from '../../values/array.ts';
import { normalKey } from '../../values/keys.ts';
import { exactFloat } from '../../values/number-text.ts';
import { float, int, isFloat, numberOf, type PhpClass, PhpObject, Ref, type Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';

const maxDepth = 256;

function serialize(v: Value, depth = 0): string {
  if (depth > maxDepth) return fail('Error', 'Nesting level too deep - recursive dependency?');
  if (v === null) return 'N;';
  if (typeof v === 'boolean') return `b:${v ? 1 : 0};`;
  if (typeof v === 'string') return `s:${v.length}:"${v}";`;
  if (isFloat(v)) return `d:${exactFloat(numberOf(v))};`;
  if (v instanceof PhpObject) {
    if (v.cls.name !== 'stdClass') return fail('Exception', `Serialization of '${v.cls.name}' is not allowed`);
    const rows = [...v.props].map(
      ([name, slot]) => serialize(name) + serialize(slot instanceof Ref ? (slot.v ?? null) : slot, depth + 1),
    );
    return `O:8:"stdClass":${rows.length}:{${rows.join('')}}`;
  }
  if (v instanceof PhpArray)
    return `a:${v.size}:{${v
      .entries()
      .map(([key, value]) => serialize(key as Value) + serialize(value, depth + 1))
      .join('')}}`;
  return `i:${v as number | bigint};`;
}

/** Thrown where the text ends being one. */
class Stop extends Error {}

function unserialize(text: string): Value {
  let at = 0;
  const expect = (what: RegExp): RegExpExecArray => {
    const sticky = new RegExp(what.source, 'y');
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (match === null) throw new Stop();
    at += match[0].length;
    return match;
  };
  const string = (): string => {
    const size = Number(expect(/(\d{1,9}):"/)[1]);
    const found = text.slice(at, at + size);
    at += size;
    if (found.length < size || text.charAt(at) !== '"') throw new Stop();
    at++;
    return found;
  };
  const value = (depth: number): Value => {
    if (depth > maxDepth) throw new Stop();
    const type = text.charAt(at);
    if (type === 'N') {
      expect(/N;/);
      return null;
    }
    expect(/[a-zA-Z]:/);
    switch (type) {
      case 'b':
        return expect(/([01]);/)[1] === '1';
      case 'i':
        return int(BigInt(expect(/([+-]?\d{1,19});/)[1]?.replace('+', '') as string));
      case 'd': {
        const digits = expect(/([^;]+);/)[1] as string;
        return float(
          digits === 'NAN' ? Number.NaN : digits === 'INF' ? Infinity : digits === '-INF' ? -Infinity : Number(digits),
        );
      }
      case 's': {
        const found = string();
        expect(/;/);
        return found;
      }
      case 'a':
        return members(depth);
      case 'O': {
        const name = string();
        expect(/:/);
        const rows = members(depth);
        const object = new PhpObject(name.toLowerCase() === 'stdclass' ? stdClass : incomplete);
        if (object.cls === incomplete) object.props.set('__PHP_Incomplete_Class_Name', name);
        for (const [key, member] of rows.entries()) object.props.set(String(key), member);
        return object;
      }
      default:
        throw new Stop();
    }
  };
  const members = (depth: number): PhpArray => {
    const count = Number(expect(/(\d{1,9}):\{/)[1]);
    const array = PhpArray.empty();
    for (let i = 0; i < count; i++) {
      const key = value(depth + 1);
      if (typeof key !== 'string' && typeof key !== 'number' && typeof key !== 'bigint') throw new Stop();
      array.set(typeof key === 'string' ? normalKey(key) : key, value(depth + 1));
    }
    expect(/\}/);
    return array;
  };
  try {
    return value(0);
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    warn(`unserialize(): Error at offset ${at} of ${text.length} bytes`);
    return false;
  }
}

const incomplete: PhpClass = { name: '__PHP_Incomplete_Class', parent: null, methods: new Map() };

export const serials: Functions = {
  serialize: ['mixed value', (v: Value) => serialize(v)],
  unserialize: ['string data,array options=', (text: string) => unserialize(text)],
};
