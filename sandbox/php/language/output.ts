/** What a script prints: lines of the run's log, unless it keeps them for itself (`ob_start`). */
import { host } from '../host.ts';
import { toText } from '../values/bytes.ts';

const buffers: string[] = [];
let line = '';
/** Characters of one line, so that a flood is cut where the log would cut it. */
const longest = 65_536;

export function print(bytes: string): void {
  if (buffers.length > 0) {
    buffers[buffers.length - 1] += bytes;
    return;
  }
  let from = 0;
  for (let end = bytes.indexOf('\n'); end !== -1; end = bytes.indexOf('\n', from)) {
    line += bytes.slice(from, end);
    host.log(0, toText(line.slice(0, longest)));
    line = '';
    from = end + 1;
  }
  if (line.length < longest) line += bytes.slice(from);
}

/** The last line ends with the script. */
export function flush(): void {
  while (buffers.length > 0) closeBuffer(true);
  if (line !== '') host.log(0, toText(line.slice(0, longest)));
  line = '';
}

export const openBuffer = (): number => buffers.push('');
export const bufferText = (): string | null => buffers.at(-1) ?? null;
export const bufferLevel = (): number => buffers.length;

export function closeBuffer(keep: boolean): string | null {
  const text = buffers.pop();
  if (text === undefined) return null;
  if (keep) print(text);
  return text;
}

export function cleanBuffer(): boolean {
  if (buffers.length === 0) return false;
  buffers[buffers.length - 1] = '';
  return true;
}
