/** Limits of the sandbox: what a run gets unless its check says otherwise, and how far an admin may raise it. */
export const scriptLimits = {
  /** Milliseconds of script time. */
  scriptMs: { default: 1_000, min: 10, max: 10_000 },
  /** Mebibytes per isolate. */
  memoryMb: { default: 64, min: 8, max: 256 },
} as const;

/** Bytes of a script's source. */
export const maxSourceBytes = 256 * 1024;
/** Edits of one lead in one run; the later ones are refused as `over_limit`. */
export const maxEditsPerLead = 4;
/** UTF-8 bytes and lines of a run's log; the rest is counted. */
export const maxLogBytes = 64 * 1024;
export const maxLogLines = 1_000;
/** Bytes of everything a run gives back. */
export const maxResultBytes = 8 * 1024 * 1024;
/** Values in it, lists and objects counted with what is in them: one edit each of ten thousand leads, four whole ones of a thousand. */
export const maxResultValues = 100_000;
/** Different names of fields in it, of which an honest result has dozens, and a request for a thousand leads a few thousand. */
export const maxResultNames = 10_000;
/** Levels of nesting in a decoded answer that is shown. */
export const maxShownDepth = 500;
/** Bytes of an error's text. */
export const maxErrorBytes = 2 * 1024;
/** Characters of a lead's comment; longer ones are cut with a warning. */
export const maxCommentLength = 4_000;
/** Characters of a status text; longer ones are cut. */
export const maxStatusTextLength = 200;
/** Characters of a tracking code; longer ones are refused, since half a code tracks nothing. */
export const maxTrackLength = 200;
/** Units of one lead. */
export const maxCounts = 100_000;
/** Bytes of JSON that a script may carry from one answer of a run to the next. */
export const maxCarryBytes = 64 * 1024;
/** Seconds that a script may ask to wait before the next request of a run. */
export const maxWaitSeconds = 60;
/** Days a lead may be held. */
export const maxHoldDays = 3_650;
