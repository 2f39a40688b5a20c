/** Watches a script from the process's main thread, which stays free while an isolate runs on a thread of its own. */
import { graceMs, memorySlackMb, watchMs } from '../limits.ts';

/** What cannot be ended by ending the script. */
export type Overrun = 'time' | 'memory';

export interface Watch {
  /**
   * Rejects with an `Overrun` when the script overstays in code that does not heed the isolate's own time limit, or when the
   * process grows by more than the script may hold.
   */
  during<T>(work: Promise<T>, limits: { ms: number; memoryMb: number }): Promise<T>;
  /** Looks at the process's memory between runs, from which it may grow in the next. @returns resident bytes */
  measure(): number;
  /** For an isolate whose engine gives up. */
  catastrophe(message: string): void;
}

/** @param tick called between looks */
export function createWatch(tick: () => void): Watch {
  let resident = process.memoryUsage.rss();
  let overrun: ((how: Overrun) => void) | null = null;
  return {
    during(work, { ms, memoryMb }) {
      const deadline = performance.now() + ms + graceMs;
      // The isolate's own limit bites first wherever it can; this is for what it does not count.
      const ceiling = resident + (memoryMb * 1.5 + memorySlackMb) * 1024 ** 2;
      return new Promise((resolve, reject) => {
        const timer = setInterval(() => {
          tick();
          if (process.memoryUsage.rss() > ceiling) end('memory');
          else if (performance.now() > deadline) end('time');
        }, watchMs);
        const end = (how: Overrun): void => {
          clearInterval(timer);
          overrun = null;
          reject(new OverrunError(how));
        };
        overrun = end;
        work.then(
          (value) => {
            clearInterval(timer);
            overrun = null;
            resolve(value);
          },
          (error) => {
            clearInterval(timer);
            overrun = null;
            reject(error);
          },
        );
      });
    },
    measure() {
      resident = process.memoryUsage.rss();
      return resident;
    },
    catastrophe(message) {
      overrun?.(message.includes('memory') ? 'memory' : 'time');
    },
  };
}

export class OverrunError extends Error {
  readonly how: Overrun;

  constructor(how: Overrun) {
    super(how);
    this.how = how;
  }
}
