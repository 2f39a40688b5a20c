/** Sentences of a run that are counted rather than repeated. */
import { cut } from './faults.ts';
import { create, stringifyJson } from './primordials.ts';

/** Made when there is something to say, which is seldom. */
export const sentences = () => ({
  rows_without_lead: (n: number) =>
    n === 1 ? '1 row named no lead of this run' : `${n} rows named no lead of this run`,
  rows_failed: (n: number) =>
    n === 1 ? '1 row threw an error and was left out' : `${n} rows threw an error and were left out`,
  edits_over_limit: (n: number) =>
    n === 1
      ? '1 edit beyond what one lead may get was dropped'
      : `${n} edits beyond what one lead may get were dropped`,
  junk_skipped: (n: number) => `${n} characters before the JSON were skipped`,
  undefined_variables: (n: number, first: string) =>
    `Variables that were never set were read ${times(n)} and gave null${firstly(first)}`,
  undefined_keys: (n: number, first: string) =>
    `Keys that are not there were read ${times(n)} and gave null${firstly(first)}`,
  php_warnings: (n: number, first: string) => `PHP would have warned ${times(n)}${firstly(first)}`,
  data_too_deep: (n: number) => `The decoded answer nests deeper than ${n} levels, too deep to be shown`,
  data_too_large: (n: number) => `The decoded answer of ${n} characters is too large to be shown`,
});

type Code = keyof ReturnType<typeof sentences>;

const times = (n: number): string => (n === 1 ? 'once' : `${n} times`);
/** What was warned of may be an empty text. */
const firstly = (first: string): string => (first === '' ? '' : `; the first: ${first}`);

const counts: Record<string, number> = create(null);
const firsts: Record<string, string> = create(null);

/** @param what of the first alone it is told */
export function countWarning(code: Code, by = 1, what = ''): void {
  counts[code] = (counts[code] ?? 0) + by;
  if (what !== '') firsts[code] ??= cut(what, 200);
}

/** `[{"code":…}]`, in the order in which they came up first. */
export function warningsText(): string {
  let text = '';
  for (const code in counts) {
    const first = firsts[code];
    const sentence = stringifyJson(sentences()[code as Code](counts[code] as number, first ?? ''));
    text += `${text === '' ? '' : ','}{"code":"${code}","message":${sentence},"params":{"count":${counts[code]}${first === undefined ? '' : `,"first":${stringifyJson(first)}`}}}`;
  }
  return `[${text}]`;
}
