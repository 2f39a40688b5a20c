/**
 * The closed set of errors that the application answers with. They know nothing of HTTP: only `api/` turns a code into a
 * status. Anything else that is thrown is a fault of the program.
 */
export type ErrorCode =
  | 'invalid_input'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'in_use'
  | 'gone'
  | 'too_large'
  | 'rate_limited'
  | 'script_invalid'
  | 'unavailable';

/** One field of the input that is wrong: `path` as in `fields[2].name`, or '' for the whole. */
export interface InputError {
  path: string;
  message: string;
}

/** One place in a script that does not compile: `line` and `column` count from 1. */
export interface ScriptError {
  line: number;
  column: number;
  message: string;
}

export abstract class SverkaError extends Error {
  abstract readonly code: ErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The input breaks its schema or a rule that the field's value alone decides. Never empty. */
export class InvalidInput extends SverkaError {
  readonly code = 'invalid_input';
  readonly errors: InputError[];

  constructor(errors: InputError[]) {
    super(errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '));
    this.errors = errors;
  }
}

/** Nobody is signed in, or the key is unknown. */
export class Unauthorized extends SverkaError {
  readonly code = 'unauthorized';
}

/** Somebody is signed in, but the role does not allow this. */
export class Forbidden extends SverkaError {
  readonly code = 'forbidden';
}

export class NotFound extends SverkaError {
  readonly code = 'not_found';

  /** What stands in the sentence, for those who say it in another language. */
  readonly params: { noun: string; id: number | string };

  /** `noun` as people call it ("check", "lead"), `id` as it was asked for. */
  constructor(noun: string, id: number | string) {
    super(`There is no ${noun} ${id}`);
    this.params = { noun, id };
  }
}

/** The state of things, not the input, forbids this: a name that is taken, a sweep that is over. */
export class Conflict extends SverkaError {
  readonly code = 'conflict';
}

/** It cannot be deleted while something refers to it. */
export class InUse extends SverkaError {
  readonly code = 'in_use';
}

/** It was here once and is no longer kept. */
export class Gone extends SverkaError {
  readonly code = 'gone';
}

export class TooLarge extends SverkaError {
  readonly code = 'too_large';
}

export class RateLimited extends SverkaError {
  readonly code = 'rate_limited';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The script does not compile. Never empty. */
export class ScriptInvalid extends SverkaError {
  readonly code = 'script_invalid';
  readonly errors: ScriptError[];

  constructor(errors: ScriptError[]) {
    super(errors.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`).join('; '));
    this.errors = errors;
  }
}

/** Something that the program needs (the database above all) cannot be reached now; the same call may work later. */
export class Unavailable extends SverkaError {
  readonly code = 'unavailable';
}
