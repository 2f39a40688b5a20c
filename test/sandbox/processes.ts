/** The children of this process that run or compile scripts, as the system knows them. */
import { readdirSync, readFileSync } from 'node:fs';

export function childPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, , parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /, '0 ')
          .split(' ');
        return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--permission');
      } catch {
        return false;
      }
    });
}
