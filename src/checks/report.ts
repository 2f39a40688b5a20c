import type { Findings, LogLine, Warning } from '../../sandbox/contract/job.ts';
import type { RunError, RunTiming } from '../db/schema.ts';
import type { Asked, Exchange, ShownRequest } from './ask.ts';
import type { Decided } from './decide.ts';

/** A run as far as it came without touching a lead: what was asked, what was answered, what the script said. */
export interface RunReport {
  state: 'ok' | 'failed' | 'skipped';
  skipped: string | null;
  error: RunError | null;
  request: ShownRequest | null;
  exchange: Exchange | null;
  attempts: Asked['attempts'];
  findings: Findings | null;
  logs: LogLine[];
  warnings: Warning[];
  timing: Omit<RunTiming, 'totalMs'>;
}

export function reportOf(asked: Asked, decided: Decided | null): RunReport {
  const error = asked.end.kind === 'failed' ? asked.end.error : (decided?.error ?? null);
  const dropped = asked.logsDropped + (decided?.logsDropped ?? 0);
  return {
    state: error ? 'failed' : asked.end.kind === 'skipped' ? 'skipped' : 'ok',
    skipped: asked.end.kind === 'skipped' ? asked.end.why : null,
    error,
    request: asked.request,
    exchange: asked.exchange,
    attempts: asked.attempts,
    findings: decided?.findings ?? null,
    logs: [...asked.logs, ...(decided?.logs ?? [])],
    warnings: [
      ...asked.warnings,
      ...(decided?.warnings ?? []),
      ...(dropped === 0
        ? []
        : [{ code: 'log_cut', message: `${dropped} more log lines were not kept.`, params: { lines: dropped } }]),
    ],
    timing: {
      requestMs: asked.requestMs,
      decodeMs: decided?.decodeMs ?? 0,
      scriptMs: asked.scriptMs + (decided?.scriptMs ?? 0),
    },
  };
}
