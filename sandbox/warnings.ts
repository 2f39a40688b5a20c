/** Sentences of a run that are counted rather than repeated. */
import type { Warning } from './contract/job.ts';
import { create, stringifyJson } from './primordials.ts';

const sentences = {
  rows_without_lead: (n: number) =>
    n === 1 ? '1 row named no lead of this run' : `${n} rows named no lead of this run`,
  rows_failed: (n: number) =>
    n === 1 ? '1 row threw an error and was left out' : `${n} rows threw an error and were left out`,
  edits_over_limit: (n: number) =>
    n === 1
      ? '1 edit beyond what one lead may get was dropped'
      : `${n} edits beyond what one lead may get were dropped`,
  junk_skipped: (n: number) => `${n} characters before the JSON were skipped`,
  data_too_large: (n: number) => `The decoded answer of ${n} characters is too large to be shown`,
} satisfies Record<Warning['code'], (n: number) => string>;

const codes = ['junk_skipped', 'data_too_large', 'rows_without_lead', 'rows_failed', 'edits_over_limit'] as const;
type Code = (typeof codes)[number];

const counts: Record<string, number> = create(null);

export function countWarning(code: Code, by = 1): void {
  counts[code] = (counts[code] ?? 0) + by;
}

/** `[{"code":…}]` */
export function warningsText(): string {
  let text = '';
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as Code;
    const count = counts[code];
    if (count === undefined) continue;
    const sentence = stringifyJson(sentences[code](count));
    text += `${text === '' ? '' : ','}{"code":"${code}","message":${sentence},"params":{"count":${count}}}`;
  }
  return `[${text}]`;
}
