/** This process's own heap, beside those of the scripts' isolates. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes outside of the heap that nobody needs any more, at which it is collected: that takes as long as some small runs. */
const mostBytes = 64 * 1024 ** 2;

export interface OwnHeap {
  /**
   * Collects the heap where that frees much. The bytes of a frame lie outside of it, and so does every text that came out of an
   * isolate. Each counts for a few bytes in the heap, however long it is, so that V8, left to itself, would keep thousands of them,
   * until the process has grown too large to be kept.
   * @returns whether it has collected
   */
  tidy(): boolean;
}

export function ownHeap(): OwnHeap {
  // V8's own function for it is in those contexts alone that are made while the flag is set.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  let needed = outsideBytes();
  return {
    tidy() {
      if (outsideBytes() - needed < mostBytes) return false;
      collect();
      needed = outsideBytes();
      return true;
    },
  };
}

const outsideBytes = (): number => getHeapStatistics().external_memory;
