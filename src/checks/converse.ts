/** The requests of one run: a log-in where the check has one, the first request, and those that the script asks for after it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Json, Warning } from '../../sandbox/contract/job.ts';
import type { NextRequest } from '../../sandbox/contract/next.ts';
import type { App } from '../app.ts';
import type { RunError } from '../db/schema/runs.ts';
import { type Decided, decide } from './answers/decide.ts';
import { type Gathering, gather, type RunReport } from './report.ts';
import type { Asked, Batch } from './requests/ask.ts';
import type { RunSetup } from './setup.ts';

/** Who gives the answers of a run. */
export interface Partner {
  first(gathering: Gathering): Promise<Asked>;
  next(before: Asked, next: NextRequest, page: number, gathering: Gathering): Promise<Asked>;
  /** With the token, once there is one. */
  setup(): RunSetup;
  tokens(): string[];
  /** Time passes between requests; nobody waits for answers that are there already. */
  waits: boolean;
}

/**
 * Asks, lets the script decide, and asks again as long as the script wants it, at most the check's `maxRequests` times. The
 * script that reads a further answer runs in a fresh context and knows of the ones before what it carried over.
 */
export async function converse(
  app: Pick<App, 'isolates'>,
  batch: Batch,
  partner: Partner,
  options: { wantData: boolean },
  signal?: AbortSignal,
): Promise<RunReport> {
  const gathering = gather();
  const report = (error: RunError | null, skipped: string | null = null): RunReport =>
    gathering.report({ error, skipped }, partner.setup(), partner.tokens());
  let asked = await partner.first(gathering);
  let carry: Json = null;
  let waitMs = 0;
  for (let page = 1; ; page++) {
    let decided: Decided | null = null;
    if (asked.end.kind === 'answered' && asked.exchange !== null) {
      decided = await decide(app, partner.setup(), batch, asked.exchange, { ...options, page, carry }, signal);
    }
    const error = gathering.page(page, asked, decided, waitMs);
    if (error !== null) return report(error);
    if (asked.end.kind === 'skipped') return report(null, asked.end.why);
    if (asked.end.kind === 'not_sent' && page > 1) gathering.warn(noAnswer(page));
    const next = decided?.next ?? null;
    if (next === null) return report(null);
    const { max_requests } = partner.setup().check;
    if (page >= max_requests) return report(tooMany(max_requests));
    const began = performance.now();
    if (partner.waits && next.wait > 0) await delay(next.wait * 1000, undefined, signal && { signal });
    waitMs = Math.round(performance.now() - began);
    carry = next.carry;
    asked = await partner.next(asked, next, page + 1, gathering);
  }
}

const noAnswer = (page: number): Warning => ({
  code: 'answer_missing',
  message: `The script asks for one more answer (${page}), and none was given.`,
  params: { page },
});

const tooMany = (limit: number): RunError => ({
  step: 'process',
  code: 'too_many_requests',
  message: `The script asked for request ${limit + 1} of this run; the check allows ${limit} (maxRequests).`,
  params: { limit },
});
