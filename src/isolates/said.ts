/** Hears what a child's watchdog says. A script that has taken the child over can say as much; it is believed as little. */
import type { Readable } from 'node:stream';
import { maxLogBytes, maxLogLines } from '../../sandbox/contract/limits.ts';
import { phases, type Said } from './protocol.ts';
import { logLines } from './reading.ts';

/** Characters of one line: a full log, every character of it escaped, and what stands around its lines. */
const maxLine = 6 * maxLogBytes + 64 * maxLogLines;

/** @param onNoise called where what comes is nothing that a watchdog says */
export function hear(stream: Readable, onSaid: (said: Said) => void, onNoise: () => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  // A child that ends in the middle of a line is learnt of from its end.
  stream.on('error', () => {});
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = read(line);
      if (said === null) onNoise();
      else onSaid(said);
    }
    if (rest.length > maxLine) onNoise();
  });
}

function read(line: string): Said | null {
  try {
    const said = JSON.parse(line);
    const known =
      said.type === 'progress' ||
      (said.type === 'overrun' && /^(?:time|memory)$/.test(said.how) && phases.includes(said.phase));
    return known && Number.isSafeInteger(said.logsDropped) ? { ...said, logs: logLines(said.logs) } : null;
  } catch {
    return null;
  }
}
