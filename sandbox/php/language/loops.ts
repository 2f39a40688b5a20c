/** `foreach` */
import { warn } from '../host.ts';
import { PhpArray, Steps } from '../values/array.ts';
import { typeName } from '../values/convert.ts';
import { type Key, PhpObject, Ref, type Value } from '../values/value.ts';

interface Loop {
  next(): boolean;
  readonly key: Value;
  readonly value: Value;
}

class Pairs implements Loop {
  private readonly pairs: [Value, Value][];
  private at = -1;
  constructor(pairs: [Value, Value][]) {
    this.pairs = pairs;
  }
  next(): boolean {
    return ++this.at < this.pairs.length;
  }
  get key(): Value {
    return (this.pairs[this.at] as [Value, Value])[0];
  }
  get value(): Value {
    return (this.pairs[this.at] as [Value, Value])[1];
  }
}

export function steps(over: Value): Loop {
  if (over instanceof PhpArray) return new Steps(over);
  return new Pairs(pairsOf(over));
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
