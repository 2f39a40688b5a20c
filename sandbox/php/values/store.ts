/** What one or several arrays hold, once it is no decoded JSON any more: `list` or `map` is there. */
import { type Key, Ref, type Slot } from './value.ts';

export class Store {
  /** Elements with keys 0, 1, 2… */
  list: Slot[] | null;
  map: Map<Key, Slot> | null;
  /** Whether any element may be a reference. */
  hasRefs = false;
  /** Arrays that hold it, beyond the first. */
  sharers = 0;
  /** The key after the highest, where there is a map; -Infinity where there has been no int for one. */
  next = Number.NEGATIVE_INFINITY;

  constructor(list: Slot[] | null, map: Map<Key, Slot> | null) {
    this.list = list;
    this.map = map;
    if (map !== null) for (const key of map.keys()) this.noteKey(key);
  }

  slot(key: Key): Slot | undefined {
    if (this.list === null) return (this.map as Map<Key, Slot>).get(key);
    return typeof key === 'number' ? this.list[key] : undefined;
  }

  put(key: Key, slot: Slot): void {
    const { list } = this;
    if (list !== null && typeof key === 'number' && key >= 0 && key <= list.length) {
      list[key] = slot;
      return;
    }
    this.toMap().set(key, slot);
    this.noteKey(key);
  }

  /** The key that the next element without one gets. */
  get nextKey(): number {
    return this.list !== null ? this.list.length : this.next === Number.NEGATIVE_INFINITY ? 0 : this.next;
  }

  toMap(): Map<Key, Slot> {
    if (this.map !== null) return this.map;
    const list = this.list as Slot[];
    const map: Map<Key, Slot> = new Map();
    for (let i = 0; i < list.length; i++) map.set(i, list[i] as Slot);
    this.next = list.length;
    this.map = map;
    this.list = null;
    return map;
  }

  delete(key: Key): void {
    const map = this.toMap();
    const there = map.get(key);
    if (there instanceof Ref) there.holders--;
    map.delete(key);
  }

  pop(): Slot | undefined {
    if (this.list !== null) return this.list.pop();
    const map = this.map as Map<Key, Slot>;
    const key = [...map.keys()].at(-1) as Key;
    const last = map.get(key);
    map.delete(key);
    if (key === this.next - 1) this.next--;
    return last;
  }

  private noteKey(key: Key): void {
    if (typeof key === 'number' && key >= this.next) this.next = key + 1;
    else if (typeof key === 'bigint' && key > 0n) this.next = Number.MAX_SAFE_INTEGER + 1;
  }
}
