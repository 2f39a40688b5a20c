/** `foreach` */
import { warn } from '../host.ts';
import { fromJson, PhpArray } from '../values/array.ts';
import { typeName } from '../values/convert.ts';
import { type Key, PhpObject, Ref, type Value } from '../values/value.ts';

/** `key` and `value` are those of the step that `next` took. */
interface Loop {
  next(): boolean;
  readonly key: Value;
  readonly value: Value;
}

export function steps(over: Value): Loop {
  if (!(over instanceof PhpArray)) return new Pairs(pairsOf(over));
  return over.rows !== null ? new DecodedRows(over.rows) : new Elements(over);
}

/** Through decoded JSON's list, which nothing changes: nothing is kept of the elements that were read. */
class DecodedRows implements Loop {
  private readonly rows: readonly unknown[];
  key = -1;
  value: Value = null;
  constructor(rows: readonly unknown[]) {
    this.rows = rows;
  }
  next(): boolean {
    const at = ++this.key;
    if (at >= this.rows.length) return false;
    const row = this.rows[at];
    this.value =
      typeof row === 'object' && row !== null && !Array.isArray(row) ? PhpArray.ofObject(row) : fromJson(row);
    return true;
  }
}

/** Through an array as it was when the loop began. */
class Elements implements Loop {
  private readonly array: PhpArray;
  private readonly keys: Key[] | null;
  private readonly length: number;
  private at = -1;
  key: Value = null;
  value: Value = null;

  constructor(array: PhpArray) {
    this.array = array.copy();
    this.keys = array.packed ? null : array.keys();
    this.length = this.keys === null ? array.size : this.keys.length;
  }

  next(): boolean {
    const at = ++this.at;
    if (at >= this.length) {
      this.array.release();
      return false;
    }
    const key = this.keys === null ? at : (this.keys[at] as Key);
    this.key = key;
    const value = this.array.get(key) as Value;
    this.value = value instanceof PhpArray ? value.copy() : value;
    return true;
  }
}

class Pairs implements Loop {
  private readonly pairs: [Value, Value][];
  private at = -1;
  key: Value = null;
  value: Value = null;
  constructor(pairs: [Value, Value][]) {
    this.pairs = pairs;
  }
  next(): boolean {
    const pair = this.pairs[++this.at];
    if (pair === undefined) return false;
    this.key = pair[0];
    this.value = pair[1];
    return true;
  }
}

export function pairsOf(over: Value): [Value, Value][] {
  if (over instanceof PhpArray) return over.entries() as [Value, Value][];
  if (!(over instanceof PhpObject)) {
    warn(`foreach() argument must be of type array|object, ${typeName(over)} given`);
    return [];
  }
  if (over.cls.iterate !== undefined) return over.cls.iterate(over);
  const props = over.cls.properties?.(over) ?? over.props;
  return [...props].map(([name, slot]) => [name, slot instanceof Ref ? (slot.v ?? null) : slot]);
}

/** Goes through the very elements: what is added meanwhile is visited too. */
export class RefSteps {
  private readonly over: Ref;
  private seen = new Set<Key>();
  private keys: Key[];
  private at = -1;
  key: Value = null;

  constructor(over: Ref) {
    this.over = over;
    if (over.v !== null && typeof over.v === 'object' && !(over.v instanceof PhpArray))
      warn('foreach() by reference needs an array');
    else if (!(over.v instanceof PhpArray))
      warn(`foreach() argument must be of type array|object, ${typeName(over.v)} given`);
    this.keys = over.v instanceof PhpArray ? over.v.keys() : [];
  }

  next(): boolean {
    const array = this.over.v;
    if (!(array instanceof PhpArray)) return false;
    for (;;) {
      while (++this.at < this.keys.length) {
        const key = this.keys[this.at] as Key;
        if (this.seen.has(key) || !array.has(key)) continue;
        this.seen.add(key);
        this.key = key as Value;
        return true;
      }
      if (array.size <= this.seen.size) return false;
      this.keys = array.keys().filter((key) => !this.seen.has(key));
      this.at = -1;
      if (this.keys.length === 0) return false;
    }
  }

  get ref(): Ref {
    return (this.over.v as PhpArray).ref(this.key as Key);
  }
}
