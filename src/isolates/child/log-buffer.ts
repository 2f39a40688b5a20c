/** The buffer in which the runtime leaves the run's log, so that it outlives the isolate. */
import ivm from 'isolated-vm';
import { logBufferBytes, logHeaderBytes, logLevels } from '../../../sandbox/border.ts';
import type { LogLine } from '../../../sandbox/contract/job.ts';
import { maxLogBytes, maxLogLines } from '../../../sandbox/contract/limits.ts';

export interface LogBuffer {
  /** Empties it and gives the handle under which it goes into an isolate. */
  open(): ivm.Copy<SharedArrayBuffer>;
  /** True where lines came since the log was last read. */
  isNews(): boolean;
  read(): { logs: LogLine[]; logsDropped: number };
}

export function createLogBuffer(): LogBuffer {
  const buffer = new SharedArrayBuffer(logBufferBytes);
  const counters = new Int32Array(buffer, 0, 2);
  const units = new Uint16Array(buffer, logHeaderBytes);
  let readUpTo = 0;
  const copy = new ivm.ExternalCopy(buffer);
  return {
    open() {
      counters.fill(0);
      readUpTo = 0;
      return copy.copyInto();
    },
    isNews: () => counters[0] !== readUpTo,
    read() {
      readUpTo = counters[0] ?? 0;
      // Written by an isolate that may be anybody's by now: no length in it is believed.
      const end = Math.min(Math.max(counters[0] ?? 0, 0), units.length);
      const logs: LogLine[] = [];
      for (let at = 0; at + 3 <= end && logs.length < maxLogLines; ) {
        const level = logLevels[units[at] ?? 0] ?? 'log';
        const length = Math.min((units[at + 1] ?? 0) * 0x10000 + (units[at + 2] ?? 0), maxLogBytes, end - at - 3);
        at += 3;
        logs.push({ level, text: textOf(units.subarray(at, at + length)) });
        at += length;
      }
      return { logs, logsDropped: Math.max(counters[1] ?? 0, 0) };
    },
  };
}

function textOf(units: Uint16Array): string {
  return Buffer.from(units.slice().buffer).toString('utf16le').toWellFormed();
}
