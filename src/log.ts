import { type DestinationStream, type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './config.ts';

/** What the parts of the program log with: an event in words, with its facts as fields. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A log whose every line carries these fields too. */
  child(fields: object): Log;
}

const SECRET_FIELDS = /^(authorization|cookie|set-cookie|password|secret|secrets|token|api_?key|x-api-key)$/i;
const MASKED = '***';
/** Deeper than this, a value is cut: nothing that is worth logging nests so deep. */
const DEEPEST = 8;

/**
 * The program's log: one JSON line per event on standard output. Phones and e-mail addresses are masked wherever they
 * stand, in messages and fields alike, and secret headers and fields never appear: personal data does not belong in logs.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // Errors come here as plain fields already.
    serializers: { err: (error: unknown) => error },
  };
  return masking(destination === undefined ? pino(options) : pino(options, destination));
}

function masking(logger: Logger): Log {
  const write = (method: 'debug' | 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    if (logger.isLevelEnabled(method)) logger[method](maskedFields(fields), maskPersonal(message));
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => masking(logger.child(maskedFields(fields))),
  };
}

const EMAIL = /([^\s@<>"'(),;:]?)[^\s@<>"'(),;:]*@[^\s@<>"'(),;:]+\.[^\s@<>"'(),;:]+/g;
/** Digits with what people put between them, and no part of a longer word, time or address. */
const NUMBER = /(?<![\w.:-])(\+?\d)[\d\s().-]{6,22}\d(?![\w:-])/g;

/** Masks e-mail addresses and phone numbers in a text: `a***@***`, `+7***67`. */
export function maskPersonal(text: string): string {
  return text.replace(EMAIL, '$1***@***').replace(NUMBER, (number, start: string) => {
    const digits = number.replace(/\D/g, '');
    const isPhone = digits.length >= 10 && digits.length <= 15;
    return isPhone ? `${start}***${digits.slice(-2)}` : number;
  });
}

function maskedFields(fields: object): object {
  return masked({ ...fields }, 0) as object;
}

function masked(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskPersonal(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(value)) return value.map((item) => masked(item, depth + 1));
  if (value instanceof Date) return value;
  if (value instanceof Error) return maskedError(value, depth);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, SECRET_FIELDS.test(name) ? MASKED : masked(one, depth + 1)]),
  );
}

function maskedError(error: Error, depth: number): object {
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: maskPersonal(error.message),
    ...(code !== undefined && { code }),
    // The message stands in the stack too.
    ...(error.stack !== undefined && { stack: maskPersonal(error.stack) }),
    ...(error.cause !== undefined && { cause: masked(error.cause, depth + 1) }),
  };
}
