/** A query string with PHP's brackets to data. Every value is text. */
import { parse } from 'qs';
import type { Json } from '../../../sandbox/contract/job.ts';
import { DecodeError } from './decode-error.ts';

const maxFields = 100_000;
const maxDepth = 32;

export function readForm(text: string): Json {
  try {
    return parse(text.trim().replace(/^\?/, ''), {
      depth: maxDepth,
      strictDepth: true,
      parameterLimit: maxFields,
      throwOnLimitExceeded: true,
      arrayLimit: maxFields,
      // Without prototypes, a field named `__proto__` is a field.
      plainObjects: true,
    }) as Json;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DecodeError(error.message);
  }
}
