/** The memory that a running child shares with its watchdog. */
import type { Overrun, Phase } from '../protocol.ts';

/** What is watched; decoding on this process's own heap is not. */
export type Watched = Exclude<Phase, 'decode'>;
export const phases = ['idle', 'start', 'script'] as const satisfies ('idle' | Watched)[];

export interface Control {
  buffer: SharedArrayBuffer;
  /** The latest job's id, an index of `phases`, and 1 while the watchdog sleeps until it is woken. */
  words: Int32Array;
  /** The moment at which the phase must be over, as `now` tells it, and the resident bytes at which it is over. */
  limits: Float64Array;
}

export const jobWord = 0;
export const phaseWord = 1;
export const asleepWord = 2;
export const deadlineAt = 0;
export const ceilingAt = 1;

const wordBytes = 16;

export function openControl(buffer = new SharedArrayBuffer(wordBytes + 16)): Control {
  return { buffer, words: new Int32Array(buffer, 0, 3), limits: new Float64Array(buffer, wordBytes, 2) };
}

/** Milliseconds by a clock that all threads share and nobody sets. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1e6;
}

/** How the phase under way has overstepped its limits; null while it has not. */
export function overrunOf({ limits }: Control): Overrun | null {
  if (process.memoryUsage.rss() > (limits[ceilingAt] ?? 0)) return 'memory';
  return now() > (limits[deadlineAt] ?? 0) ? 'time' : null;
}
