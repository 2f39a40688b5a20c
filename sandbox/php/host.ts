/** What the dialect needs of the runtime around it; given once, before the script begins. */

export interface Host {
  /** UNIX seconds of the run. */
  now: number;
  /** 0 to 1, the same in every replay. */
  random(): number;
  /** Counts what PHP would warn of: a variable or key that is not there, or anything else. */
  warn(kind: 'undefined_variables' | 'undefined_keys' | 'php_warnings', what: string): void;
  log(level: number, line: string): void;
  /** Time zones' rules; null where there are none. */
  dateTimeFormat: typeof Intl.DateTimeFormat | null;
}

export let host: Host = {
  now: 0,
  random: () => 0,
  warn() {},
  log() {},
  dateTimeFormat: null,
};

export function useHost(given: Host): void {
  host = given;
}

/** A warning of PHP's that is neither about a variable nor a key. */
export const warn = (what: string): void => host.warn('php_warnings', what);
