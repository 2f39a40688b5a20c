import { isConnectionLoss } from '../../db/connect.ts';

/**
 * Writes what callers bring at the same time together: while one write is under way the next things wait, and then go as one.
 * So a quiet moment costs nothing, and in a busy one many share a commit.
 *
 * @param write gives one result for each item, in their order. Where a group fails, its items are written one by one, so that
 * one bad item spoils itself alone
 * @returns resolves with the item's own result, once it is written
 */
export function createGroup<Item, Result>(
  write: (items: Item[]) => Promise<Result[]>,
  { most, writers, sizeOf = () => 0, mostSize = Number.POSITIVE_INFINITY }: GroupOptions<Item>,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let busy = 0;

  function take(): Waiting<Item, Result>[] {
    let size = 0;
    let count = 0;
    for (const { item } of waiting) {
      size += sizeOf(item);
      if (count === most || (count > 0 && size > mostSize)) break;
      count++;
    }
    return waiting.splice(0, count);
  }

  async function work(): Promise<void> {
    busy++;
    for (let group = take(); group.length > 0; group = take()) await settle(group);
    busy--;
  }

  async function settle(group: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await write(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (group.length === 1 || isConnectionLoss(error)) for (const { reject } of group) reject(error);
      else for (const one of group) await settle([one]);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // What else arrives in this turn of the event loop goes along.
      if (busy < writers) setImmediate(() => busy < writers && void work());
    });
}

export interface GroupOptions<Item> {
  /** Items in one write. */
  most: number;
  /** Writes at the same time. */
  writers: number;
  sizeOf?: (item: Item) => number;
  /** Of a group, unless a single item is larger. */
  mostSize?: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}
