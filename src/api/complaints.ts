/** What is said of input that breaks a schema: what it must be and what it is, where the schema has no words of its own. */
import { z } from '@hono/zod-openapi';
import { show } from '../../sandbox/contract/edit.ts';

type RawIssue = z.core.$ZodRawIssue;

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** What is of a form that the schema names. */
const formats: Record<string, string> = {
  date: 'must be a day yyyy-MM-dd',
  datetime: 'must be a time like 2026-01-31T12:00:00Z',
  base64: 'must be base64',
};

const { localeError } = z.locales.en();

/** What zod itself says, of forms that are not in use yet. */
function standardOf(issue: RawIssue): string {
  const said = localeError(issue);
  return (typeof said === 'object' ? said?.message : said) ?? 'Invalid input';
}

/** From here on every schema speaks so. */
export function useComplaints(): void {
  z.config({ customError: complaintOf });
}

function complaintOf(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is required';
      // Text of an address, of which a number could not be made.
      if (Number.isNaN(issue.input)) return 'must be a number';
      return `must be ${typeNames[issue.expected] ?? issue.expected}, not ${show(issue.input)}`;
    case 'invalid_value':
      if (issue.input === undefined) return 'is required';
      return `must be ${oneOf(issue.values)}, not ${show(issue.input)}`;
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return `${formats[issue.format] ?? standardOf(issue)}, not ${show(issue.input)}`;
    default:
      return undefined;
  }
}

function tooSmall({ origin, minimum, inclusive, input }: RawIssue & { code: 'too_small' }): string {
  if (origin === 'string') {
    if (minimum === 1) return 'must not be empty';
    return `must be at least ${minimum} characters, not ${sizeOf(input)}`;
  }
  if (origin === 'array') return `must hold at least ${minimum}, not ${sizeOf(input)}`;
  return `must be ${inclusive ? 'at least' : 'more than'} ${minimum}, not ${show(input)}`;
}

function tooBig({ origin, maximum, inclusive, input }: RawIssue & { code: 'too_big' }): string {
  if (origin === 'string') return `must be at most ${maximum} characters, not ${sizeOf(input)}`;
  if (origin === 'array') return `must hold at most ${maximum}, not ${sizeOf(input)}`;
  return `must be ${inclusive ? 'at most' : 'less than'} ${maximum}, not ${show(input)}`;
}

const sizeOf = (input: unknown): number => (input as string | unknown[]).length;

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? show(values[0]) : `one of ${values.map(String).join(', ')}`;
