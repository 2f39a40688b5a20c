/** The answer is not what its format says; the message goes on where "Cannot read the answer as XML:" stops. */
export class DecodeError extends Error {}
