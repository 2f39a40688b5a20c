/** Ending a run early, whatever the script catches afterwards. */
import type { End } from './job-text.ts';
import { create } from './primordials.ts';

/** Null as long as nothing has ended it. */
let end: End | null = null;

/** Thrown to leave the script; it has nothing to read, and throwing it again changes nothing. */
const signal = create(null);

/** The first end stands. */
export function stop(how: End): never {
  end ??= how;
  throw signal;
}

/** Also true while a script has caught the signal and goes on regardless. */
export const isStopped = (): boolean => end !== null;
export const howItEnded = (): End => end ?? { kind: 'done' };
