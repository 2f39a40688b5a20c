/** Looking for the one lead that spoils a batch: which failures are worth it, and what is asked next. Pure. */
import type { JobLead } from '../../../sandbox/contract/job.ts';
import type { RunError } from '../../db/schema/runs.ts';
import { addDays, localDay } from '../selection/days.ts';
import type { RangeDays } from '../selection/ranges.ts';

/** Requests of one sweep beyond its batches. */
export const maxExtraRequests = 16;

export interface Half {
  leadIds: number[];
  from: string | null;
  to: string | null;
}

/** Of a request that is none which can be sent: nobody was asked, and what is wrong with it may come of one lead. */
export const unsendable = { reason: 'unsendable' };
const isUnsendable = ({ code, params }: RunError): boolean =>
  code === 'network_failed' && params?.['reason'] === unsendable.reason;

/** The CRM is not there, or does not want to answer now: no use asking for a half. */
export function isNetworkFailure(error: RunError): boolean {
  const { code, params } = error;
  if (isUnsendable(error)) return false;
  if (code === 'http_status') return [429, 502, 503, 504].includes(Number(params?.['status']));
  return ['network_failed', 'request_timeout', 'address_refused', 'host_not_allowed', 'login_failed'].includes(code);
}

/** A refusal that one lead may be to blame for: a 4xx answer, or the script. */
export function mayBeOneLead(error: RunError): boolean {
  const status = Number(error.params?.['status']);
  if (error.code === 'too_many_requests') return false;
  if (error.code === 'http_status') return status >= 400 && status <= 499 && status !== 429;
  return error.step === 'preprocess' || error.step === 'process' || isUnsendable(error);
}

/** The halves of a failed batch; none where it is a single lead or day, or the sweep has asked often enough. */
export function halvesOf(leads: readonly JobLead[], range: RangeDays | null, extraRequests: number): Half[] {
  if (extraRequests + 2 > maxExtraRequests) return [];
  if (range) return halvesOfDays(leads, range);
  if (leads.length < 2) return [];
  const middle = Math.ceil(leads.length / 2);
  return [leads.slice(0, middle), leads.slice(middle)].map((half) => ({
    leadIds: half.map(({ id }) => id),
    from: null,
    to: null,
  }));
}

function halvesOfDays(leads: readonly JobLead[], { from, to, zone }: RangeDays): Half[] {
  if (from === to) return [];
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  const middle = Math.ceil(days.length / 2);
  return [days.slice(0, middle), days.slice(middle)].flatMap((half) => {
    const [first, last] = [half[0], half.at(-1)];
    if (!first || !last) return [];
    const within = leads.filter(({ createdAt }) => {
      const day = localDay(new Date(createdAt * 1000), zone);
      return day >= first && day <= last;
    });
    return within.length === 0 ? [] : [{ leadIds: within.map(({ id }) => id), from: first, to: last }];
  });
}

/** A failure of a single lead names it. */
export function named(error: RunError, leads: readonly JobLead[]): RunError {
  const [lead, ...others] = leads;
  if (!lead || others.length > 0 || !mayBeOneLead(error)) return error;
  const external = lead.extId === null ? '' : ` (external id ${lead.extId})`;
  return { ...error, leadId: lead.id, message: `Lead ${lead.id}${external}: ${error.message}` };
}
