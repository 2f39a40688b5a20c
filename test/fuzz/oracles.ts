/** What must hold of every outcome, whatever went in. */
import type { ErrorStep, Job, Outcome, ScriptErrorCode } from '../../sandbox/contract/job.ts';
import { maxErrorBytes, maxLogBytes, maxLogLines } from '../../sandbox/contract/limits.ts';

const codes = new Set<ScriptErrorCode>([
  ...([
    'script_timeout',
    'script_memory',
    'script_output',
    'script_invalid',
    'script_threw',
    'script_crashed',
  ] as const),
  ...(['script_failed', 'decode_failed', 'answer_empty'] as const),
]);
const steps = new Set<ErrorStep>(['preprocess', 'decode', 'process']);
const kinds = { preprocess: ['request', 'skipped', 'failed'], process: ['edits', 'failed'] };
/** Of the program, never of a script: these stand in no script that is made here. */
const ours = /isolated-vm|node_modules|node:internal|file:\/\/|\.ts:\d|sverka:\d/;

/** What is wrong with an outcome; null where nothing is. */
export function faultOf(job: Job, outcome: Outcome): string | null {
  if (!kinds[job.stage].includes(outcome.kind)) return `${job.stage} ended as ${outcome.kind}`;
  let unstorable = false;
  const text = JSON.stringify(outcome, (key, value) => {
    unstorable ||= isUnstorable(key) || (typeof value === 'string' && isUnstorable(value));
    return value;
  });
  if (unstorable) return 'holds text that no database takes';
  if (ours.test(text)) return `speaks of the program: ${ours.exec(text)?.[0]}`;
  if (outcome.logs.length > maxLogLines) return `has ${outcome.logs.length} lines of log`;
  const logBytes = outcome.logs.reduce((sum, line) => sum + Buffer.byteLength(line.text), 0);
  if (logBytes > maxLogBytes) return `has ${logBytes} bytes of log`;
  if (outcome.warnings.some(({ code, message, params }) => !code || !message || !params)) return 'has half a warning';
  if (outcome.kind === 'failed') {
    const { code, step, message, params, line, column, excerpt } = outcome.error;
    if (!codes.has(code)) return `has the unknown code ${code}`;
    if (!steps.has(step)) return `fails at ${step}`;
    if (message === '' || Buffer.byteLength(message) > maxErrorBytes + 200) return `has a message of ${message.length}`;
    if (params === undefined) return `has no params for ${code}`;
    if (line !== undefined && !(line >= 1 && (column ?? 0) >= 1)) return `points at ${line}:${column}`;
    if (line !== undefined && excerpt === undefined && step !== 'decode') return `shows nothing of line ${line}`;
  }
  const findings = outcome.kind === 'failed' ? outcome.findings : outcome.kind === 'edits' ? outcome : null;
  if (findings === null || job.stage === 'preprocess') return null;
  const ids = new Set(job.leads.map(({ id }) => id));
  const stray = [...findings.edits, ...findings.crmStatuses].find(({ leadId }) => !ids.has(leadId));
  if (stray !== undefined) return `edits lead ${stray.leadId}, which is not of the job`;
  if (findings.missingIds.some((id) => !ids.has(id))) return 'misses a lead that is not of the job';
  return null;
}

const isUnstorable = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

/** An outcome without what the clock decides. */
export const timeless = (outcome: Outcome): string => JSON.stringify({ ...outcome, decodeMs: 0, scriptMs: 0 });

/** What is cut off comes to what it came to until then; the rest repeats to the byte. */
export const repeats = (outcome: Outcome): boolean =>
  outcome.kind !== 'failed' ||
  !(
    ['script_timeout', 'script_memory', 'script_crashed'].includes(outcome.error.code) ||
    outcome.error.message.includes('too long')
  );
