/** Statuses by which a server says "not now"; whatever else it says is an answer. */
export const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const LONGEST_ASKED_PAUSE_MS = 60_000;

/**
 * Milliseconds to wait after the `attempt`th attempt (from 1): 0.5 s, 1 s, 2 s … 10 s, less up to a half at random so that
 * many waiters do not return at once; longer, up to 60 s, where the server asks for it by Retry-After.
 */
export function pauseAfter(
  attempt: number,
  headers: Readonly<Record<string, string>>,
  { now, random }: { now: number; random: () => number },
): number {
  const backoff = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  const jittered = backoff * (0.5 + random() / 2);
  return Math.round(Math.max(jittered, Math.min(askedPause(headers, now) ?? 0, LONGEST_ASKED_PAUSE_MS)));
}

function askedPause(headers: Readonly<Record<string, string>>, now: number): number | null {
  const asked = headers['retry-after']?.trim();
  if (asked === undefined || asked === '') return null;
  if (/^\d+(\.\d+)?$/.test(asked)) return Number(asked) * 1000;
  // their clock may be wrong: the date is measured against their own
  const here = Date.parse(headers['date'] ?? '');
  const pause = Date.parse(asked) - (Number.isNaN(here) ? now : here);
  return Number.isNaN(pause) ? null : Math.max(0, pause);
}
