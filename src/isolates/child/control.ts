/** The memory that a running child shares with its watchdog. */
import type { Overrun, Phase } from '../protocol.ts';

export const phases = ['idle', 'decode', 'start', 'script'] as const satisfies ('idle' | Phase)[];

export interface Control {
  buffer: SharedArrayBuffer;
  /** The latest job's id, an index of `phases`, and 1 while the watchdog sleeps until it is woken. */
  words: Int32Array;
  /**
   * The moment at which the phase should be over, as `now` tells it, the processor time at which it has had all of its own,
   * as `processorTime` tells it, and the resident bytes at which it is over.
   */
  limits: Float64Array;
}

export const jobWord = 0;
export const phaseWord = 1;
export const asleepWord = 2;
export const deadlineAt = 0;
export const spentAt = 1;
export const ceilingAt = 2;

const wordBytes = 16;

export function openControl(buffer = new SharedArrayBuffer(wordBytes + 24)): Control {
  return { buffer, words: new Int32Array(buffer, 0, 3), limits: new Float64Array(buffer, wordBytes, 3) };
}

/** Milliseconds by a clock that all threads share and nobody sets. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1e6;
}

/** Milliseconds of work that this process has done, on all of its threads. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * How the phase under way has overstepped its limits; null while it has not. A process that got no core for a while is not
 * late: its time is over when both the clock and its own work say so.
 */
export function overrunOf({ limits }: Control): Overrun | null {
  if (process.memoryUsage.rss() > (limits[ceilingAt] ?? 0)) return 'memory';
  return now() > (limits[deadlineAt] ?? 0) && processorTime() > (limits[spentAt] ?? 0) ? 'time' : null;
}
