/** PHP's array: an ordered map that is copied when it is assigned, and really copied when it is written to. */
import { toBytes } from './bytes.ts';
import { type DecodedObject, isPlainNumber, keysOfObject, memberName } from './decoded.ts';
import { normalKey } from './keys.ts';
import { Store } from './store.ts';
import { Float, type Key, Ref, type Slot, type Value } from './value.ts';

export class PhpArray {
  // One of the three is there.
  private store: Store | null;
  /** A list of decoded JSON, as it came. To be read only. */
  rows: readonly unknown[] | null;
  /** An object of decoded JSON, as it came. To be read only. */
  object: DecodedObject | null;
  /** The internal pointer: a position among the keys. */
  pointer = 0;

  private constructor(store: Store | null, rows: readonly unknown[] | null, object: DecodedObject | null) {
    this.store = store;
    this.rows = rows;
    this.object = object;
  }

  static empty(): PhpArray {
    return new PhpArray(new Store([], null), null, null);
  }

  /** Takes the list over. */
  static of(list: Value[]): PhpArray {
    return new PhpArray(new Store(list, null), null, null);
  }

  /** Takes the map over. */
  static ofMap(map: Map<Key, Slot>): PhpArray {
    return new PhpArray(new Store(null, map), null, null);
  }

  /** Decoded JSON, which nobody changes from here on. */
  static ofRows(rows: readonly unknown[]): PhpArray {
    return new PhpArray(null, rows, null);
  }

  static ofObject(object: object): PhpArray {
    return new PhpArray(null, null, object as DecodedObject);
  }

  static fromEntries(entries: Iterable<readonly [Key, Value]>): PhpArray {
    const array = PhpArray.empty();
    for (const [key, value] of entries) array.set(key, value);
    return array;
  }

  /** The same elements in an array of its own. */
  copy(): PhpArray {
    const { store } = this;
    if (store !== null) store.sharers++;
    const copy = new PhpArray(store, this.rows, this.object);
    copy.pointer = this.pointer;
    return copy;
  }

  /** Calls for each element, in order. */
  forEach(visit: (key: Key, value: Value) => void): void {
    const map = this.store?.map ?? null;
    if (map !== null) for (const [key, slot] of map) visit(key, slot instanceof Ref ? (slot.v ?? null) : slot);
    else for (const key of this.keys()) visit(key, this.get(key) as Value);
  }

  /** Whether its keys are 0, 1, 2… without a look at each. */
  get packed(): boolean {
    return this.rows !== null || this.store?.list != null;
  }

  get size(): number {
    const { store, rows, object } = this;
    if (store === null) return rows !== null ? rows.length : Object.keys(object as DecodedObject).length;
    return store.list !== null ? store.list.length : (store.map as Map<Key, Slot>).size;
  }

  get isList(): boolean {
    if (this.packed) return true;
    let i = 0;
    for (const key of this.keys()) if (key !== i++) return false;
    return true;
  }

  /** @param key as `normalKey` gives it */
  get(key: Key): Value | undefined {
    const { store } = this;
    if (store === null) return this.decodedAt(key);
    let found: Slot | undefined;
    if (store.map !== null) found = store.map.get(key);
    else if (typeof key === 'number') found = (store.list as Slot[])[key];
    return store.hasRefs && found instanceof Ref ? (found.v ?? null) : (found as Value | undefined);
  }

  private decodedAt(key: Key): Value | undefined {
    const { rows, object } = this;
    if (rows === null) return memberOf(object as DecodedObject, memberName(key));
    const found = typeof key === 'number' ? rows[key] : undefined;
    return found === undefined ? undefined : fromJson(found);
  }

  /** What `get` gives for a name that no number is and that has ASCII letters alone. */
  named(name: string): Value | undefined {
    const { object } = this;
    return object === null ? this.get(name) : memberOf(object, name);
  }

  /** What `get` gives for a text that may look like a number, without making one of it where that is not needed. */
  at(text: string): Value | undefined {
    const { object } = this;
    return object === null ? this.get(normalKey(text)) : memberOf(object, memberName(text));
  }

  has(key: Key): boolean {
    const { store, rows, object } = this;
    if (store?.map != null) return store.map.has(key);
    if (object !== null) return Object.hasOwn(object, memberName(key));
    const { length } = (rows ?? (store as Store).list) as readonly unknown[];
    return typeof key === 'number' && key >= 0 && key < length;
  }

  /** Writing changes only this array from here on. */
  private own(): Store {
    const { store } = this;
    if (store !== null && store.sharers === 0) return store;
    const own = store === null ? this.read() : split(store);
    this.store = own;
    this.rows = this.object = null;
    return own;
  }

  /** All of decoded JSON as values. */
  private read(): Store {
    if (this.rows !== null) return new Store(this.rows.map(fromJson), null);
    const map: Map<Key, Slot> = new Map();
    for (const key of this.keys()) map.set(key, this.get(key) as Value);
    return new Store(null, map);
  }

  set(key: Key, value: Value): void {
    const store = this.own();
    if (store.hasRefs) {
      const there = store.slot(key);
      if (there instanceof Ref) {
        there.v = value;
        return;
      }
    }
    store.put(key, value);
  }

  /** False where no key is left. */
  push(value: Value): boolean {
    const store = this.own();
    if (store.list !== null) {
      store.list.push(value);
      return true;
    }
    if (store.next > Number.MAX_SAFE_INTEGER) return false;
    store.put(store.nextKey, value);
    return true;
  }

  delete(key: Key): void {
    if (this.has(key)) this.own().delete(key);
  }

  /** The element as a reference, made one where it is none; a missing one is made null. */
  ref(key: Key | undefined): Ref {
    const store = this.own();
    store.hasRefs = true;
    const at = key ?? store.nextKey;
    const there = store.slot(at);
    if (there instanceof Ref) return there;
    const ref = new Ref(there ?? null);
    store.put(at, ref);
    return ref;
  }

  /** Puts a reference where a value was. */
  bind(key: Key | undefined, ref: Ref): void {
    const store = this.own();
    store.hasRefs = true;
    ref.holders++;
    store.put(key ?? store.nextKey, ref);
  }

  /** The array in an element, ready to be written to: a missing or null one becomes an empty array. Else what is there. */
  inner(key: Key | undefined): Value {
    const store = this.own();
    const at = key ?? store.nextKey;
    const found = store.slot(at);
    const value = found instanceof Ref ? found.v : found;
    if (value !== undefined && value !== null) return value;
    const made = PhpArray.empty();
    if (found instanceof Ref) found.v = made;
    else store.put(at, made);
    return made;
  }

  keys(): Key[] {
    const { store, rows, object } = this;
    if (object !== null) return keysOfObject(object);
    if (store?.map != null) return [...store.map.keys()];
    return Array.from((rows ?? (store as Store).list) as readonly unknown[], (_, i) => i);
  }

  values(): Value[] {
    const { store } = this;
    if (store === null) return this.rows !== null ? this.rows.map(fromJson) : this.entries().map(([, value]) => value);
    const slots = store.list ?? [...(store.map as Map<Key, Slot>).values()];
    return store.hasRefs ? slots.map((slot) => (slot instanceof Ref ? (slot.v ?? null) : slot)) : (slots as Value[]);
  }

  entries(): [Key, Value][] {
    return this.keys().map((key) => [key, this.get(key) as Value]);
  }

  /** The very elements of a list, to be read only; null for other arrays and where one may be a reference. */
  plainList(): Value[] | null {
    const { store } = this;
    return store === null || store.hasRefs ? null : (store.list as Value[] | null);
  }

  /** Elements that are references shared with others, or the values. */
  slots(): [Key, Slot][] {
    const { store } = this;
    return store === null ? this.entries() : this.keys().map((key) => [key, store.slot(key) as Slot]);
  }

  get hasRefs(): boolean {
    return this.store?.hasRefs === true;
  }

  pop(): Value {
    if (this.size === 0) return null;
    const last = this.own().pop();
    this.pointer = 0;
    return last instanceof Ref ? (last.v ?? null) : (last ?? null);
  }

  /** Becomes another array. */
  replace(other: PhpArray): void {
    this.release();
    this.store = other.store;
    this.rows = other.rows;
    this.object = other.object;
    this.pointer = 0;
  }

  get nextKey(): number {
    return this.own().nextKey;
  }

  keepNextKey(next: number): void {
    const store = this.own();
    store.toMap();
    store.next = next;
  }

  /** This copy is done with: its writer need not copy because of it. */
  release(): void {
    const { store } = this;
    if (store !== null && store.sharers > 0) store.sharers--;
  }
}

/** What one of several arrays goes on with on its own. */
function split(shared: Store): Store {
  shared.sharers--;
  const own = new Store(null, null);
  own.next = shared.next;
  if (shared.list !== null) own.list = shared.list.map((slot) => copySlot(slot, own));
  else {
    own.map = new Map();
    for (const [key, slot] of shared.map as Map<Key, Slot>) own.map.set(key, copySlot(slot, own));
  }
  return own;
}

function copySlot(slot: Slot, into: Store): Slot {
  if (slot instanceof PhpArray) return slot.copy();
  if (!(slot instanceof Ref)) return slot;
  if (slot.holders <= 1) return slot.v instanceof PhpArray ? slot.v.copy() : (slot.v ?? null);
  slot.holders++;
  into.hasRefs = true;
  return slot;
}

function memberOf(object: DecodedObject, name: string): Value | undefined {
  const found = object[name];
  if (typeof found === 'string') return toBytes(found);
  if (typeof found === 'number' && found === (found | 0) && found !== 0) return found;
  // Only now: a look at the object itself costs more than most members.
  return Object.hasOwn(object, name) ? fromJson(found) : undefined;
}

/** Decoded JSON, and numbers that stand in it as PHP has them, as values; lists and objects are read when they are looked at. */
export function fromJson(json: unknown): Value {
  switch (typeof json) {
    case 'string':
      return toBytes(json);
    case 'number':
      // `-0` is an int to PHP.
      return isPlainNumber(json) ? json : json === 0 ? 0 : new Float(json);
    case 'boolean':
    case 'bigint':
      return json;
    case 'object':
      if (json === null || json instanceof Float) return json;
      return Array.isArray(json) ? PhpArray.ofRows(json) : PhpArray.ofObject(json);
    default:
      return null;
  }
}
