/** Chance that repeats: the same seed makes the same case. */
export interface Random {
  /** From 0 up to `below`, whole. */
  int(below: number): number;
  pick<T>(items: readonly T[]): T;
  /** True so many times of a hundred. */
  percent(chance: number): boolean;
  /** So many results, fewer than `below`. */
  some<T>(below: number, make: () => T): T[];
}

export function createRandom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    pick: (items) => items[int(items.length)] as never,
    percent: (chance) => int(100) < chance,
    some: (below, make) => Array.from({ length: int(below) }, make),
  };
}
