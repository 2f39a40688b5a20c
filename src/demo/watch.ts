import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Api } from './api.ts';
import type { Figures } from './figures.ts';
import { followSweeps } from './sweeps.ts';
import { endLines, figureLines, sweepHeading, sweepLine } from './terminal.ts';

const lookEveryMs = 1_000;
const figuresEveryMs = 30_000;

/** Prints a line per sweep as it ends, and every half a minute how the network stands, until the signal. */
export async function watch(
  api: Api,
  options: {
    /** Sweeps that ended before are not told. */
    since: Date;
    /** By then every order has reached its end. */
    endsAt: Date;
    figures: () => Promise<Figures>;
    print: (lines: readonly string[]) => void;
    log: Log;
  },
  signal: AbortSignal,
): Promise<void> {
  const endedSweeps = followSweeps(api, options.since);
  let figuresAt = Date.now() + figuresEveryMs;
  let mayEnd = options.endsAt.getTime() + 2 * figuresEveryMs;
  while (!signal.aborted) {
    try {
      options.print((await endedSweeps()).map(sweepLine));
      const now = new Date();
      if (now.getTime() >= figuresAt) {
        figuresAt = now.getTime() + figuresEveryMs;
        const over = now.getTime() >= mayEnd;
        if (over) mayEnd = Number.POSITIVE_INFINITY;
        options.print([...figureLines(await options.figures(), now), ...(over ? endLines : []), sweepHeading]);
      }
    } catch (error) {
      // The server may be too busy for a moment; what ended meanwhile is told the next time.
      if (!signal.aborted) options.log.warn({ err: error }, 'The demo could not read the journal');
    }
    await delay(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}
