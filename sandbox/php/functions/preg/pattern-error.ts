/** What is wrong with a pattern. */

/** Something in a pattern: `unsupported` is PCRE's, but cannot be said in JavaScript; any other is a mistake in the pattern. */
export class PatternError extends Error {
  readonly unsupported: boolean;
  constructor(message: string, unsupported = false) {
    super(message);
    this.unsupported = unsupported;
  }
}

export const refuse = (what: string): never => {
  throw new PatternError(`${what} in a regular expression is not supported here`, true);
};
