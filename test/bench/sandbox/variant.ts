/** A process that runs one variant, named by its argument, whenever it is told to, and answers with the milliseconds of each run. */
import { benchJob } from './job.ts';
import { type VariantName, variants } from './variants.ts';

export interface Turn {
  rows: number;
  /** Milliseconds that it takes, about; at least three runs. */
  roundMs: number;
}

const name = process.argv[2] as VariantName;
const run = variants[name]();

process.on('message', async ({ rows, roundMs }: Turn) => {
  const job = benchJob(rows);
  const times: number[] = [];
  for (const began = performance.now(); performance.now() - began < roundMs || times.length < 3; ) {
    const at = performance.now();
    if ((await run(job)) !== rows) throw new Error(`${name}: not every row gave an edit`);
    times.push(performance.now() - at);
  }
  process.send?.(times);
});
