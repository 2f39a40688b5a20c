/** Counts failed attempts to sign in, by address or by name. */
export interface FailureLimit {
  /** Notes a failure. @returns the seconds to wait, 0 while there may be more */
  note(subject: string, now: Date): number;
  /** The attempt that was noted was none: it succeeded. */
  takeBack(subject: string): void;
}

export interface FailureLimitOptions {
  /** Failures of one subject within `windowMs`; the next one has to wait. */
  most: number;
  windowMs: number;
}

/** Subjects remembered; beyond that the oldest are forgotten, so that a flood cannot fill the memory. */
const MOST_SUBJECTS = 10_000;

export function createFailureLimit({ most, windowMs }: FailureLimitOptions): FailureLimit {
  const windows = new Map<string, { since: number; count: number }>();
  return {
    note(subject, now) {
      const at = now.getTime();
      const known = windows.get(subject);
      const window = known !== undefined && at - known.since < windowMs ? known : { since: at, count: 0 };
      window.count += 1;
      if (window !== known) {
        windows.delete(subject);
        windows.set(subject, window);
        if (windows.size > MOST_SUBJECTS) windows.delete(windows.keys().next().value as string);
      }
      return window.count <= most ? 0 : Math.max(1, Math.ceil((window.since + windowMs - at) / 1000));
    },
    takeBack(subject) {
      const window = windows.get(subject);
      if (window) window.count -= 1;
    },
  };
}
