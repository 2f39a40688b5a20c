/** The scripts' side of the watch: says what goes on and how long it may, in memory that the watchdog reads. */
import { Worker } from 'node:worker_threads';
import { memorySlackMb } from '../limits.ts';
import type { Phase } from '../protocol.ts';
import { asleepWord, ceilingAt, jobWord, msAt, openControl, phaseWord, states, turnWord } from './control.ts';

/** Milliseconds of work that leave nothing worth looking at behind. */
const trifleMs = 0.5;
/** Milliseconds of such work that together may: some megabytes. */
const manyTriflesMs = 4;

export interface Watch {
  /** Names the job that is worked on, and the bytes of its answer, of which this process holds a few copies. */
  begin(id: number, answerBytes: number): void;
  /**
   * Does the work under watch: where it overstays in code that does not heed the isolate's own time limit, or makes the
   * process grow by more than the script may hold, the process ends. Decoding may grow as far as this process's own heap.
   */
  during<T>(phase: Phase, ms: number, memoryMb: number, work: () => T): T;
  /**
   * Looks at the process's memory, from which the next phase may grow, after work of so many milliseconds: it has to, where
   * they were enough to leave megabytes behind, since nobody may be charged with those.
   * @returns resident bytes
   */
  measureAfter(ms: number): number;
}

/**
 * @param watchdog its program
 * @param log the buffer of the run's log
 */
export function createWatch(watchdog: string, log: SharedArrayBuffer): Watch {
  const { buffer, words, limits } = openControl();
  let resident = process.memoryUsage.rss();
  let copies = 0;
  let triflesMs = 0;
  // It ends with the process and keeps nothing alive.
  new Worker(watchdog, { eval: true, workerData: { control: buffer, log }, env: {} }).unref();
  return {
    begin(id, answerBytes) {
      words[jobWord] = id;
      copies = 4 * answerBytes;
    },
    during(phase, ms, memoryMb, work) {
      // Before the limits, so that nobody takes them for those of the phase before.
      Atomics.add(words, turnWord, 1);
      limits[msAt] = ms;
      // The isolate's own limit bites first wherever it can; this is for what it does not count.
      limits[ceilingAt] =
        phase === 'decode'
          ? Number.POSITIVE_INFINITY
          : resident + copies + (memoryMb * 1.5 + memorySlackMb) * 1024 ** 2;
      Atomics.store(words, phaseWord, states.indexOf(phase));
      if (Atomics.exchange(words, asleepWord, 0) === 1) Atomics.notify(words, asleepWord);
      try {
        return work();
      } finally {
        Atomics.store(words, phaseWord, 0);
      }
    },
    measureAfter(ms) {
      triflesMs += ms;
      // It takes as long as a tenth of a short run.
      if (ms > trifleMs || triflesMs > manyTriflesMs) {
        resident = process.memoryUsage.rss();
        triflesMs = 0;
      }
      return resident;
    },
  };
}
