/**
 * The run's log, written where it survives the isolate: a shared buffer that the process outside reads when the run is
 * over, however it ended. The buffer never leaves this module's closure.
 */
import { logHeaderBytes } from './border.ts';
import { maxLogBytes, maxLogLines } from './contract/limits.ts';
import { charCodeAt, toWellFormed } from './primordials.ts';

let counters: Int32Array;
let units: Uint16Array;
let used = 0;
let bytes = 0;
let lines = 0;
let dropped = 0;

export function openLog(buffer: SharedArrayBuffer): void {
  counters = new Int32Array(buffer, 0, 2);
  units = new Uint16Array(buffer, logHeaderBytes);
}

/** True while a line would still be kept. */
export const logIsOpen = (): boolean => lines < maxLogLines && bytes < maxLogBytes;

/** @param level an index of `logLevels` */
export function writeLog(level: number, given: string): void {
  if (!logIsOpen()) {
    counters[1] = ++dropped;
    return;
  }
  // Half a pair of surrogates would come out longer than it is.
  const text = toWellFormed(given);
  const start = used;
  used += 3;
  for (let i = 0; i < text.length; i++) {
    const code = charCodeAt(text, i);
    // A pair of surrogates is four bytes of UTF-8 for two units.
    const size = code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
    if (bytes + size > maxLogBytes) {
      bytes = maxLogBytes;
      break;
    }
    bytes += size;
    units[used++] = code;
  }
  const length = used - start - 3;
  units[start] = level;
  units[start + 1] = length >>> 16;
  units[start + 2] = length & 0xffff;
  lines++;
  counters[0] = used;
}
