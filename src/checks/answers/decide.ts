import type { Findings, Json, LogLine, Warning } from '../../../sandbox/contract/job.ts';
import type { NextRequest } from '../../../sandbox/contract/next.ts';
import type { App } from '../../app.ts';
import type { RunError } from '../../db/schema/runs.ts';
import type { Batch, Exchange } from '../requests/ask.ts';
import { jobLimits, type RunSetup } from '../setup.ts';

/** What the processing script made of an answer. */
export interface Decided {
  /** Null where it could not even begin. */
  findings: Findings | null;
  error: RunError | null;
  /** One more request that the script wants. */
  next: NextRequest | null;
  logs: LogLine[];
  logsDropped: number;
  warnings: Warning[];
  decodeMs: number;
  scriptMs: number;
}

/** Decodes an answer and runs the processing script on it, both in the sandbox. */
export async function decide(
  app: Pick<App, 'isolates'>,
  setup: RunSetup,
  batch: Batch,
  exchange: Exchange,
  options: { wantData: boolean; page?: number; carry?: Json },
  signal?: AbortSignal,
): Promise<Decided> {
  const { check } = setup;
  const outcome = await app.isolates.run(
    {
      stage: 'process',
      script: setup.process.source,
      limits: jobLimits(check),
      params: setup.params,
      offer: setup.offer,
      now: Math.floor(batch.now.getTime() / 1000),
      seed: batch.seed,
      ...(setup.token !== null && { token: setup.token }),
      kind: check.kind,
      answer: {
        ...exchange,
        format: check.format,
        charset: check.charset,
        csv: check.csv,
        emptyOk: check.empty_ok,
      },
      leads: batch.leads,
      single: check.kind !== 'range' && check.batch_size === 1,
      lookUps: setup.lookUps,
      ...options,
    },
    signal,
  );
  const { logs, logsDropped, warnings, decodeMs, scriptMs } = outcome;
  const trace = { logs, logsDropped, warnings, decodeMs, scriptMs };
  if (outcome.kind === 'edits') return { findings: outcome, error: null, next: outcome.next, ...trace };
  if (outcome.kind === 'failed') return { findings: outcome.findings, error: outcome.error, next: null, ...trace };
  throw new Error(`A processing script cannot end with «${outcome.kind}»`);
}
