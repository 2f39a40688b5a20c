/** Some fields of `T`; a field that is absent or undefined stays as it is. */
export type Changes<T> = { [K in keyof T]?: T[K] | undefined };

/** A map's entries to set, by name; null takes an entry away. */
export type MapChanges<V> = Record<string, V | null>;

/** `current` with the changes in it. */
export function changed<T extends object>(current: T, changes: Changes<T>): T {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...current, ...Object.fromEntries(given) };
}

/** `current` with the entries set and taken away. */
export function changedMap<V>(current: Record<string, V>, changes: MapChanges<V> | undefined): Record<string, V> {
  if (changes === undefined) return current;
  const entries = Object.entries<V | null>({ ...current, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, V] => entry[1] !== null));
}
