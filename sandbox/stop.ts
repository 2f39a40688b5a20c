/** Ending a run early, whatever the script catches afterwards. */
import type { End } from './job-text.ts';
import { create, freeze } from './primordials.ts';

let end: End = { kind: 'done' };

/** Thrown to leave the script; it has nothing to read, and throwing it again changes nothing. */
const signal = freeze(create(null));

/** The first end stands. */
export function stop(how: End): never {
  if (end.kind === 'done') end = how;
  throw signal;
}

/** Also true while a script has caught the signal and goes on regardless. */
export const isStopped = (): boolean => end.kind !== 'done';
export const howItEnded = (): End => end;
