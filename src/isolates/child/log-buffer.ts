/** The other end of the runtime's log: memory that outlives the isolate, and can be read while a script spins. */
import { logBufferBytes, logHeaderBytes, logLevels } from '../../../sandbox/border.ts';
import type { LogLine } from '../../../sandbox/contract/job.ts';
import { maxLogBytes, maxLogLines } from '../../../sandbox/contract/limits.ts';

export const createLogBuffer = (): SharedArrayBuffer => new SharedArrayBuffer(logBufferBytes);

/** Empties it for the next run. */
export function clearLog(buffer: SharedArrayBuffer): void {
  new Int32Array(buffer, 0, 2).fill(0);
}

export function readLog(buffer: SharedArrayBuffer): { logs: LogLine[]; logsDropped: number } {
  const [written = 0, dropped = 0] = new Int32Array(buffer, 0, 2);
  const logs: LogLine[] = [];
  if (written === 0 && dropped === 0) return { logs, logsDropped: 0 };
  const units = new Uint16Array(buffer, logHeaderBytes);
  // Written by an isolate that may be anybody's by now: no length in it is believed.
  const end = Math.min(Math.max(written, 0), units.length);
  for (let at = 0; at + 3 <= end && logs.length < maxLogLines; ) {
    const level = logLevels[units[at] ?? 0] ?? 'log';
    const length = Math.min((units[at + 1] ?? 0) * 0x10000 + (units[at + 2] ?? 0), maxLogBytes, end - at - 3);
    at += 3;
    logs.push({ level, text: textOf(units.subarray(at, at + length)) });
    at += length;
  }
  return { logs, logsDropped: Math.max(dropped, 0) };
}

function textOf(units: Uint16Array): string {
  return Buffer.from(units.slice().buffer).toString('utf16le').toWellFormed();
}
