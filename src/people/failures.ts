/** Counts failed attempts to sign in, by address. */
export interface FailureLimit {
  /** Notes a failure. @returns the seconds to wait, 0 while there may be more */
  note(address: string, now: Date): number;
}

const WINDOW_MS = 60_000;
const MOST_FAILURES = 30;
/** Addresses remembered; beyond that the oldest are forgotten, so that a flood cannot fill the memory. */
const MOST_ADDRESSES = 10_000;

export function createFailureLimit(): FailureLimit {
  const windows = new Map<string, { since: number; count: number }>();
  return {
    note(address, now) {
      const at = now.getTime();
      const known = windows.get(address);
      const window = known !== undefined && at - known.since < WINDOW_MS ? known : { since: at, count: 0 };
      window.count += 1;
      if (window !== known) {
        windows.delete(address);
        windows.set(address, window);
        if (windows.size > MOST_ADDRESSES) windows.delete(windows.keys().next().value as string);
      }
      return window.count <= MOST_FAILURES ? 0 : Math.max(1, Math.ceil((window.since + WINDOW_MS - at) / 1000));
    },
  };
}
