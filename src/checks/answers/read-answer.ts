import type { Answer, Json, ScriptError } from '../../../sandbox/contract/job.ts';
import type { Isolates } from '../../isolates/pool.ts';
import type { Exchange } from '../requests/ask.ts';
import { jobLimits } from '../setup.ts';

export type ReadAnswer =
  | { kind: 'data'; data: Json; decodeMs: number }
  | { kind: 'failed'; error: ScriptError; decodeMs: number };

/** Decodes an answer in the sandbox and does nothing with it. An empty one, and one too large to be shown, is null. */
export async function readAnswer(
  isolates: Isolates,
  { status, headers, body }: Exchange,
  { format, charset, csv }: Pick<Answer, 'format' | 'charset' | 'csv'>,
  signal?: AbortSignal,
): Promise<ReadAnswer> {
  const outcome = await isolates.run(
    {
      stage: 'process',
      kind: 'processing',
      // Nothing but the decoding is wanted.
      script: { key: 'adhoc:nothing', language: 'js', code: '' },
      limits: jobLimits({ limits: {} }),
      params: {},
      offer: { id: 0, name: '' },
      now: 0,
      seed: 0,
      answer: { body, status, headers, format, charset, csv, emptyOk: true },
      leads: [],
      single: false,
      lookUps: { currencies: {}, goals: {}, mappings: [] },
      wantData: true,
    },
    signal,
  );
  const { decodeMs } = outcome;
  if (outcome.kind === 'failed') return { kind: 'failed', error: outcome.error, decodeMs };
  const data = outcome.kind === 'edits' && outcome.data !== null ? (JSON.parse(outcome.data) as Json) : null;
  return { kind: 'data', data, decodeMs };
}
