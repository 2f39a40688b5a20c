/** A query string to data, as PHP reads one. */
import { FormError, readFields } from '../../../sandbox/contract/form-fields.ts';
import type { Json } from '../../../sandbox/contract/job.ts';
import { DecodeError } from './decode-error.ts';

export function readForm(text: string): Json {
  try {
    return readFields(text, plain);
  } catch (error) {
    throw error instanceof FormError ? new DecodeError(`it ${error.message}`) : error;
  }
}

function plain(encoded: string): string {
  const text = encoded.replaceAll('+', ' ');
  try {
    return decodeURIComponent(text);
  } catch {
    // One broken escape spoils itself alone.
    return text.replace(/(?:%[\da-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString());
  }
}
