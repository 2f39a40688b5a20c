/** `console` for scripts: whatever is given becomes one line of the run's log. */
import { maxLogBytes } from './contract/limits.ts';
import { describeFault } from './faults.ts';
import { logIsOpen, writeLog } from './log.ts';
import { slice, stringifyJson, TheError, toText } from './primordials.ts';

function writer(level: number): (...values: unknown[]) => void {
  return (...values) => {
    // Beyond the limit lines are only counted, so nothing is spent on their text.
    if (!logIsOpen()) return writeLog(level, '');
    let line = '';
    for (let i = 0; i < values.length && line.length <= maxLogBytes; i++)
      line += i === 0 ? show(values[i]) : ` ${show(values[i])}`;
    writeLog(level, line.length > maxLogBytes ? slice(line, 0, maxLogBytes) : line);
  };
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return toText(value);
  try {
    if (value instanceof TheError) return describeFault(value).text;
    return stringifyJson(value) ?? '[object]';
  } catch {
    return '[object]';
  }
}

/** In the place of V8's own. */
export function giveConsole(): void {
  const log = writer(0);
  // Without a prototype, as `$core`.
  const given = { __proto__: null, log, info: log, debug: log, warn: writer(1), error: writer(2) };
  (globalThis as unknown as { console: unknown }).console = given;
}
