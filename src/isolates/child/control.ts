/** The memory that a running child shares with its watchdog. */
import { phases } from '../protocol.ts';

/** What a child may be at. */
export const states = ['idle', ...phases] as const;

export interface Control {
  buffer: SharedArrayBuffer;
  /** The latest job's id, an index of `states`, 1 while the watchdog sleeps until it is woken, and how many phases have begun. */
  words: Int32Array;
  /** Of the phase under way: milliseconds it may take, and resident bytes at which it is over. */
  limits: Float64Array;
}

export const jobWord = 0;
export const phaseWord = 1;
export const asleepWord = 2;
export const turnWord = 3;
export const msAt = 0;
export const ceilingAt = 1;

const wordBytes = 16;

export function openControl(buffer = new SharedArrayBuffer(wordBytes + 16)): Control {
  return { buffer, words: new Int32Array(buffer, 0, 4), limits: new Float64Array(buffer, wordBytes, 2) };
}
