/** What the demo prints. Pure: figures come in, lines go out. */
import { type Status, statuses } from '../../sandbox/contract/statuses.ts';
import type { Figures } from './figures.ts';
import type { SweepResult } from './sweeps.ts';

export interface Welcome {
  url: string;
  /** The token of the link that makes the first administrator; null where there is one already. */
  firstSignIn: string | null;
  adminApiKey: string;
  /** `http://host:port` */
  crmUrl: string;
  dataDir: string;
  leads: number;
  /** The demo goes on where an earlier start left it. */
  continued: boolean;
  /** Said before everything else: what is not as one would expect. */
  remark: string | null;
}

export function welcomeLines(welcome: Welcome): string[] {
  const { url, firstSignIn, adminApiKey, crmUrl, dataDir, leads } = welcome;
  return [
    '',
    `Sverka, the demo: 3 offers, ${leads} leads, and 3 CRMs that answer in their own ways${welcome.continued ? ' (continued)' : ''}`,
    '',
    ...(welcome.remark === null ? [] : [`  note        ${welcome.remark}`]),
    firstSignIn === null
      ? `  the console ${url}`
      : `  the console ${url}/welcome#${firstSignIn} (once: it makes the administrator)`,
    `  the API     ${url}/docs`,
    `  your key    ${adminApiKey}`,
    `  try         curl -s -H 'Authorization: Bearer ${adminApiKey}' '${url}/api/leads?status=3&limit=3'`,
    `  the journal curl -s -H 'Authorization: Bearer ${adminApiKey}' '${url}/api/runs?state=failed'`,
    `  the CRMs    ${crmUrl}/leadline (a JSON list), ${crmUrl}/chai24 (a JSON map), ${crmUrl}/sklad (XML, windows-1251)`,
    `  the data    ${dataDir}`,
    `  to stop     Ctrl+C; the next start goes on from there. To start afresh: rm -r '${dataDir}'`,
    '',
    'A line per sweep as it ends; changed and refused count edits, failed counts runs. Sweeps that find nothing due are left out.',
    '',
    sweepHeading,
  ];
}

const columns = (texts: readonly string[]): string =>
  texts
    .map((text, index) => (index < 4 ? text.padEnd(widths[index] ?? 0) : text.padStart(widths[index] ?? 0)))
    .join(' ')
    .trimEnd();
const widths = [8, 9, 10, 18, 7, 6, 7, 7, 6, 6];

export const sweepHeading = columns([
  'UTC',
  'CRM',
  'check',
  'offer',
  'batches',
  'asked',
  'changed',
  'refused',
  'failed',
  'ms',
]);

const longestError = 90;

export function sweepLine(sweep: SweepResult): string {
  const { finishedAt, crm, kind, offer, error } = sweep;
  const figures = [sweep.batches, sweep.asked, sweep.changed, sweep.refused, sweep.failedRuns, sweep.ms];
  const line = columns([timeOf(finishedAt), crm, kind, offer, ...figures.map((figure) => `${figure}`)]);
  return error === null ? line : `${line}  ${error.length > longestError ? `${error.slice(0, longestError)}…` : error}`;
}

export function figureLines({ leads, money }: Figures, now: Date): string[] {
  const byStatus = leads.map(({ status, count }) => `${statuses[status as Status]} ${count}`);
  const booked = (['pay', 'wm', 'ref'] as const).map((kind) => {
    const amounts = money
      .filter((one) => one.kind === kind)
      .map(({ amount, currency }) => `${grouped(amount)} ${currency}`);
    return `${parties[kind]} ${amounts.join(', ') || '0'}`;
  });
  return ['', `${timeOf(now)} leads   ${byStatus.join(' · ')}`, `         booked  ${booked.join(' · ')}`, ''];
}

const timeOf = (at: Date): string => at.toISOString().slice(11, 19);

/** Whose money each kind of entry is: what advertisers are charged, and what the others are credited. */
const parties = { pay: 'advertisers', wm: 'webmasters', ref: 'referrers' } as const;

export const endLines: readonly string[] = [
  'Every order of the demo has reached its end by now. To see leads move again, stop, remove the data, and start afresh.',
  '',
];

/** `1234567.5000` as `1 234 567.50`. */
function grouped(amount: string): string {
  const [whole = '0', rest = ''] = amount.split('.');
  const decimals = rest.replace(/0+$/, '');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return decimals === '' ? spaced : `${spaced}.${decimals.padEnd(2, '0')}`;
}
