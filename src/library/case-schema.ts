/** Cases: an answer of a CRM, as its documentation shows it, with the request that leads to it and the edits that follow. */
import { z } from 'zod';
import type { Json } from '../../sandbox/contract/job.ts';
import { isStatus, type Status } from '../../sandbox/contract/statuses.ts';

const json = z.json() as z.ZodType<Json>;
const texts = z.record(z.string(), z.string());
const day = z.iso.date();

const lead = z.strictObject({
  id: z.int().min(1),
  extId: z.string().optional(),
  /** 2 unless given. */
  status: z.custom<Status>(isStatus, 'must be a status from 1 to 12').optional(),
  /** Noon of the range's first day, or of 1 January 2026, unless given. */
  createdAt: z.iso.datetime().optional(),
});

const request = z.strictObject({
  method: z.string(),
  url: z.string(),
  headers: texts.optional(),
  /** Text as it is sent, or the JSON that is. */
  body: json.optional(),
});

const answer = z.strictObject({
  /** 200 unless given. */
  status: z.int().min(100).max(599).optional(),
  headers: texts.optional(),
  /** Text as it is, or what is sent as JSON. */
  body: json.optional(),
  /** The text line by line, instead of `body`. */
  lines: z.array(z.string()).optional(),
  /** In which the text is sent; UTF-8 unless given. */
  charset: z.string().optional(),
});

const caseSchema = z.strictObject({
  /** What it shows, in a sentence. */
  about: z.string().min(1),
  check: z.enum(['processing', 'accepted', 'range']),
  /** In the place of the defaults and examples of `about.ts`, secrets too. */
  params: texts.optional(),
  leads: z.array(lead).min(1),
  /** Of a range check: its local days. */
  range: z.strictObject({ from: day, to: day }).optional(),
  /** UTC unless given. */
  timezone: z.string().optional(),
  /**
   * In the order in which they are asked for: a log-in first, then as often as the script asks on. A request that is left out is
   * not compared, which is for the time in which a case is being written.
   */
  exchanges: z.array(z.strictObject({ request: request.optional(), answer })).min(1),
  /** Each edit that the script asks for, in its order: `{"lead": 1, "status": 5}`. */
  edits: z.array(
    z.looseObject({ lead: z.int() }) as unknown as z.ZodType<{ lead: number } & { [field: string]: Json }>,
  ),
  /** Leads that no call named. */
  missing: z.array(z.int()).optional(),
  /** Ids that are not the run's. */
  unknown: z.array(z.union([z.int(), z.string()])).optional(),
  /** Status texts that were not recognised. */
  unrecognised: z.array(z.string()).optional(),
  /** Codes of the run's warnings. */
  warnings: z.array(z.string()).optional(),
  /** The beginning of the sentence that the run fails with. */
  error: z.string().optional(),
  /** Why the batch was left out. */
  skipped: z.string().optional(),
});

export type Case = z.infer<typeof caseSchema>;
export type CaseLead = z.infer<typeof lead>;
export type CaseRequest = z.infer<typeof request>;
export type CaseAnswer = z.infer<typeof answer>;

/** A file in `cases/` that is no case; the message names the file and the field. */
export class BadCase extends Error {
  override readonly name = 'BadCase';
}

/** @param file as messages name it. @throws BadCase */
export function readCase(text: string, file: string): Case {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadCase(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const read = caseSchema.safeParse(value);
  if (!read.success) throw new BadCase(`${file}:\n${z.prettifyError(read.error)}`);
  if ((read.data.check === 'range') !== (read.data.range !== undefined)) {
    throw new BadCase(`${file}: range (from, to) goes with the check range, and with no other`);
  }
  return read.data;
}
