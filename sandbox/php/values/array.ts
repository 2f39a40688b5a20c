/** PHP's array: an ordered map that is copied when it is assigned, and really copied when it is written to. */
import { isAscii, toBytes, toText } from './bytes.ts';
import { Float, type Key, Ref, type Slot, type Value } from './value.ts';

type Plain = Record<string, unknown>;

/** What one or several arrays hold. One of `list`, `map` and `record` is there. */
class Store {
  /** Elements with keys 0, 1, 2… */
  list: (Slot | undefined)[] | null;
  map: Map<Key, Slot> | null = null;
  /** Decoded JSON whose members become values when they are read. */
  record: Plain | null = null;
  /** Whether `list` may hold decoded JSON. */
  raw = false;
  hasRefs = false;
  /** Arrays that hold it, beyond the first. */
  sharers = 0;
  /** The key after the highest. */
  next = 0;
  constructor(list: (Slot | undefined)[] | null) {
    this.list = list;
  }
}

export class PhpArray {
  private store: Store;
  /** The internal pointer: a position among the keys. */
  pointer = 0;

  private constructor(store: Store) {
    this.store = store;
  }

  static empty(): PhpArray {
    return new PhpArray(new Store([]));
  }

  /** Takes the list over. */
  static of(list: Value[]): PhpArray {
    return new PhpArray(new Store(list));
  }

  /** Takes the map over. */
  static ofMap(map: Map<Key, Slot>): PhpArray {
    const store = new Store(null);
    store.map = map;
    for (const key of map.keys())
      if (typeof key !== 'string' && Number(key) >= store.next) store.next = Number(key) + 1;
    return new PhpArray(store);
  }

  /** A list of decoded JSON, taken over. */
  static ofJsonList(list: unknown[]): PhpArray {
    const store = new Store(list as Value[]);
    store.raw = true;
    return new PhpArray(store);
  }

  /** An object of decoded JSON, taken over. */
  static ofJson(record: object): PhpArray {
    const store = new Store(null);
    store.record = record as Plain;
    return new PhpArray(store);
  }

  static fromEntries(entries: Iterable<readonly [Key, Value]>): PhpArray {
    const array = PhpArray.empty();
    for (const [key, value] of entries) array.set(key, value);
    return array;
  }

  /** The same elements in an array of its own. */
  copy(): PhpArray {
    this.store.sharers++;
    const copy = new PhpArray(this.store);
    copy.pointer = this.pointer;
    return copy;
  }

  /** Calls for each element, in order. */
  forEach(visit: (key: Key, value: Value) => void): void {
    const { map, list } = this.store;
    if (map !== null) for (const [key, slot] of map) visit(key, slot instanceof Ref ? (slot.v ?? null) : slot);
    else if (list !== null) for (let i = 0; i < list.length; i++) visit(i, this.get(i) as Value);
    else for (const key of this.keys()) visit(key, this.get(key) as Value);
  }

  /** Whether its keys are 0, 1, 2… without a look at each. */
  get packed(): boolean {
    return this.store.list !== null;
  }

  get size(): number {
    const { list, map, record } = this.store;
    if (list !== null) return list.length;
    return map !== null ? map.size : Object.keys(record as Plain).length;
  }

  get isList(): boolean {
    if (this.store.list !== null) return true;
    let i = 0;
    for (const key of this.keys()) if (key !== i++) return false;
    return true;
  }

  /** @param key as `normalKey` gives it */
  get(key: Key): Value | undefined {
    const store = this.store;
    let found: Slot | undefined;
    if (store.list !== null) {
      if (typeof key !== 'number') return undefined;
      found = store.list[key];
      if (store.raw && found !== undefined) found = this.readRaw(store.list, key, found);
    } else if (store.map !== null) {
      found = store.map.get(key);
    } else {
      return readRecord(store.record as Plain, key);
    }
    return found instanceof Ref ? (found.v ?? null) : found;
  }

  /** Under a name of ASCII letters: a text, number or bool as it came in JSON; undefined where it is another or has changed. */
  dataAt(name: string): unknown {
    const { record } = this.store;
    if (record === null) return undefined;
    const found = record[name];
    switch (typeof found) {
      case 'string':
        return found.isWellFormed() ? found : undefined;
      case 'number':
      case 'boolean':
        return found;
      default:
        return undefined;
    }
  }

  /** What `get` gives for a name that no number is and that has ASCII letters alone. */
  named(name: string): Value | undefined {
    const { record } = this.store;
    if (record === null) return this.get(name);
    const found = record[name];
    if (typeof found === 'string') return isAscii(found) ? found : toBytes(found);
    return readRecord(record, name);
  }

  private readRaw(list: unknown[], at: number, found: unknown): Value {
    if (typeof found === 'number') return found === (found | 0) ? found : fromJson(found);
    if (found instanceof PhpArray || found instanceof Ref) return found as Value;
    const value = fromJson(found);
    list[at] = value;
    return value;
  }

  has(key: Key): boolean {
    const { list, map, record } = this.store;
    if (list !== null) return typeof key === 'number' && key >= 0 && key < list.length;
    return map !== null ? map.has(key) : Object.hasOwn(record as Plain, recordKey(key));
  }

  /** Writing changes only this array from here on. */
  private own(): Store {
    const shared = this.store;
    if (shared.sharers === 0) {
      if (shared.record !== null) this.readWholeRecord(shared);
      return shared;
    }
    shared.sharers--;
    const own = new Store(null);
    own.next = shared.next;
    if (shared.list !== null) {
      const length = shared.list.length;
      const list: (Slot | undefined)[] = [];
      for (let i = 0; i < length; i++) {
        let found = shared.list[i] as Slot;
        if (shared.raw) found = this.readRaw(shared.list, i, found);
        list.push(copySlot(found, own));
      }
      own.list = list;
    } else {
      if (shared.record !== null) this.readWholeRecord(shared);
      const map: Map<Key, Slot> = new Map();
      for (const [key, slot] of shared.map as Map<Key, Slot>) map.set(key, copySlot(slot, own));
      own.map = map;
    }
    this.store = own;
    return own;
  }

  private readWholeRecord(store: Store): void {
    const record = store.record as Plain;
    const map: Map<Key, Slot> = new Map();
    for (const name of Object.keys(record)) {
      const key = normalKey(isAscii(name) ? name : toBytes(name));
      map.set(key, readRecord(record, key) as Value);
      if (typeof key === 'number' && key >= store.next) store.next = key + 1;
    }
    store.map = map;
    store.record = null;
  }

  private toMap(store: Store): Map<Key, Slot> {
    if (store.map !== null) return store.map;
    const list = store.list as Slot[];
    const map: Map<Key, Slot> = new Map();
    for (let i = 0; i < list.length; i++) map.set(i, store.raw ? this.readRaw(list, i, list[i]) : (list[i] as Slot));
    store.next = list.length;
    store.map = map;
    store.list = null;
    store.raw = false;
    return map;
  }

  set(key: Key, value: Value): void {
    const store = this.own();
    if (store.list !== null) {
      const { list } = store;
      if (typeof key === 'number' && key >= 0 && key <= list.length) {
        if (store.hasRefs) {
          const there = list[key];
          if (there instanceof Ref) {
            there.v = value;
            return;
          }
        }
        list[key] = value;
        return;
      }
    }
    const map = this.toMap(store);
    if (store.hasRefs) {
      const there = map.get(key);
      if (there instanceof Ref) {
        there.v = value;
        return;
      }
    }
    map.set(key, value);
    noteKey(store, key);
  }

  /** False where no key is left. */
  push(value: Value): boolean {
    const store = this.own();
    if (store.list !== null) {
      store.list.push(value);
      return true;
    }
    if (store.next > Number.MAX_SAFE_INTEGER) return false;
    const map = store.map as Map<Key, Slot>;
    map.set(store.next, value);
    store.next++;
    return true;
  }

  delete(key: Key): void {
    if (!this.has(key)) return;
    const store = this.own();
    const map = this.toMap(store);
    const there = map.get(key);
    if (there instanceof Ref) there.holders--;
    map.delete(key);
  }

  /** The element as a reference, made one where it is none; a missing one is made null. */
  ref(key: Key | undefined): Ref {
    const store = this.own();
    store.hasRefs = true;
    const at = key ?? (store.list !== null ? store.list.length : store.next);
    const there = this.slot(store, at);
    if (there instanceof Ref) return there;
    const ref = new Ref(there ?? null);
    this.putSlot(store, at, ref);
    return ref;
  }

  /** Puts a reference where a value was. */
  bind(key: Key | undefined, ref: Ref): void {
    const store = this.own();
    store.hasRefs = true;
    ref.holders++;
    this.putSlot(store, key ?? (store.list !== null ? store.list.length : store.next), ref);
  }

  private slot(store: Store, key: Key): Slot | undefined {
    if (store.list === null) return (store.map as Map<Key, Slot>).get(key);
    if (typeof key !== 'number') return undefined;
    const found = store.list[key];
    return store.raw && found !== undefined ? this.readRaw(store.list, key, found) : found;
  }

  private putSlot(store: Store, key: Key, slot: Slot): void {
    if (store.list !== null && typeof key === 'number' && key >= 0 && key <= store.list.length) {
      store.list[key] = slot;
      return;
    }
    this.toMap(store).set(key, slot);
    noteKey(store, key);
  }

  /** The array in an element, ready to be written to: a missing or null one becomes an empty array. Else what is there. */
  inner(key: Key | undefined): Value {
    const store = this.own();
    const at = key ?? (store.list !== null ? store.list.length : store.next);
    const found = this.slot(store, at);
    const value = found instanceof Ref ? found.v : found;
    if (value !== undefined && value !== null) return value;
    const made = PhpArray.empty();
    if (found instanceof Ref) found.v = made;
    else this.putSlot(store, at, made);
    return made;
  }

  keys(): Key[] {
    const { list, map, record } = this.store;
    if (list !== null) return Array.from(list, (_, i) => i);
    if (map !== null) return [...map.keys()];
    return Object.keys(record as Plain).map((name) => normalKey(isAscii(name) ? name : toBytes(name)));
  }

  values(): Value[] {
    const store = this.store;
    if (store.list !== null && !store.raw && !store.hasRefs) return store.list as Value[];
    if (store.map !== null && !store.hasRefs) return [...store.map.values()] as Value[];
    return this.keys().map((key) => this.get(key) as Value);
  }

  entries(): [Key, Value][] {
    return this.keys().map((key) => [key, this.get(key) as Value]);
  }

  /** Those of a list without gaps, to be read only; null for other arrays. */
  plainList(): Value[] | null {
    const { list, raw, hasRefs } = this.store;
    return list !== null && !raw && !hasRefs ? (list as Value[]) : null;
  }

  /** Elements that are references shared with others, or the values. */
  slots(): [Key, Slot][] {
    const { map, list, raw } = this.store;
    if (map !== null) return [...map];
    if (list !== null && !raw) return list.map((slot, i) => [i, slot as Slot]);
    return this.entries();
  }

  get hasRefs(): boolean {
    return this.store.hasRefs;
  }

  pop(): Value {
    if (this.size === 0) return null;
    const store = this.own();
    let last: Slot | undefined;
    if (store.list !== null) {
      if (store.raw) this.readRaw(store.list, store.list.length - 1, store.list.at(-1));
      last = store.list.pop();
    } else {
      const map = store.map as Map<Key, Slot>;
      const key = this.keys().at(-1) as Key;
      last = map.get(key);
      map.delete(key);
      store.next = 0;
      for (const left of map.keys()) noteKey(store, left);
    }
    this.pointer = 0;
    return last instanceof Ref ? (last.v ?? null) : (last ?? null);
  }

  /** Becomes another array. */
  replace(other: PhpArray): void {
    if (this.store.sharers > 0) this.store.sharers--;
    this.store = other.store;
    this.pointer = 0;
  }

  /** The key that the next element without one gets. */
  get nextKey(): number {
    if (this.store.record !== null) this.own();
    return this.store.list !== null ? this.store.list.length : this.store.next;
  }

  keepNextKey(next: number): void {
    const store = this.own();
    this.toMap(store);
    store.next = next;
  }

  /** This copy is done with: its writer need not copy because of it. */
  release(): void {
    if (this.store.sharers > 0) this.store.sharers--;
  }
}

function copySlot(slot: Slot, into: Store): Slot {
  if (slot instanceof PhpArray) return slot.copy();
  if (!(slot instanceof Ref)) return slot;
  if (slot.holders <= 1) return slot.v instanceof PhpArray ? slot.v.copy() : (slot.v ?? null);
  slot.holders++;
  into.hasRefs = true;
  return slot;
}

function noteKey(store: Store, key: Key): void {
  if (typeof key === 'number' && key >= store.next) store.next = key + 1;
  else if (typeof key === 'bigint' && key > 0n) store.next = Number.MAX_SAFE_INTEGER + 1;
}

const recordKey = (key: Key): string => (typeof key === 'string' && !isAscii(key) ? toText(key) : String(key));

function readRecord(record: Plain, key: Key): Value | undefined {
  const name = typeof key === 'string' && !isAscii(key) ? toText(key) : (key as string);
  const found = record[name];
  if (typeof found === 'string') return isAscii(found) ? found : toBytes(found);
  if (typeof found === 'number' && found === (found | 0)) return found;
  if (found instanceof PhpArray) return found;
  // Only now: a look at the record itself costs more than most members.
  if (!Object.hasOwn(record, name)) return undefined;
  const value = fromJson(found);
  if (value instanceof PhpArray) record[name] = value;
  return value;
}

/** Decoded JSON as a value; lists and objects are read when they are looked at. */
export function fromJson(json: unknown): Value {
  switch (typeof json) {
    case 'string':
      return isAscii(json) ? json : toBytes(json);
    case 'number':
      // What JSON writes without a fraction and beyond 2^53 is more likely a float than an int that lost its digits.
      return Number.isInteger(json) && !(Number.isSafeInteger(json) && !Object.is(json, -0)) ? new Float(json) : json;
    case 'boolean':
      return json;
    case 'object':
      if (json === null) return null;
      if (json instanceof PhpArray || json instanceof Float) return json;
      return Array.isArray(json) ? PhpArray.ofJsonList(json) : PhpArray.ofJson(json);
    default:
      return null;
  }
}

const integral = /^(?:0|-?[1-9][0-9]{0,18})$/;

/** A string that looks like an int is that int. */
export function normalKey(key: string): Key {
  const first = key.charCodeAt(0);
  if (first > 57 || (first < 48 && first !== 45) || key.length > 20 || !integral.test(key)) return key;
  const number = Number(key);
  if (Number.isSafeInteger(number)) return number;
  const big = BigInt(key);
  return big >= -(2n ** 63n) && big < 2n ** 63n ? big : key;
}

/** Steps through an array as it was when the loop began. */
export class Steps {
  private readonly array: PhpArray;
  private readonly names: Key[] | null;
  private readonly length: number;
  private at = -1;

  constructor(array: PhpArray) {
    this.array = array.copy();
    this.names = array.packed ? null : array.keys();
    this.length = this.names === null ? array.size : this.names.length;
  }

  next(): boolean {
    if (++this.at < this.length) return true;
    this.array.release();
    return false;
  }

  get key(): Value {
    return this.names === null ? this.at : (this.names[this.at] as Key);
  }

  get value(): Value {
    const key = this.names === null ? this.at : (this.names[this.at] as Key);
    const value = this.array.get(key) as Value;
    return value instanceof PhpArray ? value.copy() : value;
  }
}
