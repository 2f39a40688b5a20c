/** The answer of a CRM to JSON text, which is what goes into the isolate. The isolate itself parses an answer in JSON. */
import type { AnswerFormat, ScriptError, Warning } from '../../../sandbox/contract/job.ts';
import { maxAnswerBytes } from '../limits.ts';
import type { AnswerBytes } from '../protocol.ts';
import { readText, type Text } from './charset.ts';
import { readCsv } from './csv.ts';
import { DecodeError } from './decode-error.ts';
import { readForm } from './form.ts';
import { readPhp } from './php.ts';
import { readXml } from './xml.ts';

export type Decoding =
  /** `json` null: the answer is empty, and may be. `raw`: the CRM's own JSON, not read yet. */
  | { ok: true; json: string | null; raw: boolean; text: string; warnings: Warning[] }
  | { ok: false; error: ScriptError; warnings: Warning[] };

const shownLength = 200;

export function decode(answer: AnswerBytes): Decoding {
  if (answer.body.byteLength > maxAnswerBytes) {
    const mebibytes = maxAnswerBytes / 1024 ** 2;
    const message = `Cannot read the answer: it has more than ${mebibytes} MB`;
    return {
      ok: false,
      error: { step: 'decode', code: 'decode_failed', message, params: { limit: mebibytes } },
      warnings: [],
    };
  }
  let decoded: Text;
  try {
    decoded = readText(answer);
  } catch (error) {
    const text = Buffer.from(answer.body.subarray(0, shownLength * 4)).toString('latin1');
    return { ok: false, error: decodeFailed(answer.format, text, reasonOf(error)), warnings: [] };
  }
  const { text, warnings } = decoded;
  if (text.trim() === '') {
    if (answer.emptyOk) return { ok: true, json: null, raw: false, text, warnings };
    return {
      ok: false,
      error: { step: 'decode', code: 'answer_empty', message: 'The answer is empty', params: {} },
      warnings,
    };
  }
  if (answer.format === 'json') return { ok: true, json: text, raw: true, text, warnings };
  try {
    return { ok: true, json: JSON.stringify(read(answer, decoded)), raw: false, text, warnings };
  } catch (error) {
    return { ok: false, error: decodeFailed(answer.format, text, reasonOf(error)), warnings };
  }
}

function read(answer: AnswerBytes, { text, textOf, warnings }: Text): unknown {
  switch (answer.format) {
    case 'xml':
      return readXml(text);
    case 'csv': {
      refuseOther(text);
      const csv = readCsv(text, answer.csv ?? { delimiter: ',', header: true });
      warnings.push(...csv.warnings);
      return csv.data;
    }
    case 'form':
      refuseOther(text);
      return readForm(text);
    case 'php':
      return readPhp(answer.body, textOf);
    default:
      return text;
  }
}

/** Any text is CSV, and a query string: a page that tells of an error would be a row, or a field, of its own. */
function refuseOther(text: string): void {
  const markup = markupAtStart(text);
  if (markup !== null) throw new DecodeError(startsWith(markup));
  if (isJson(text)) throw new DecodeError('it is JSON');
}

/** A list or an object, and nothing beside it. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof DecodeError) return error.message;
  if (error instanceof RangeError) return 'it is nested too deeply or too large';
  return error instanceof Error ? (error.message.split('\n', 1)[0] ?? '').slice(0, shownLength) : 'it is not valid';
}

const formatNames: Record<AnswerFormat, string> = {
  json: 'JSON',
  xml: 'XML',
  csv: 'CSV',
  form: 'a query string',
  php: 'PHP serialize',
  text: 'text',
};

/** "Cannot read the answer as JSON: it starts with `<html`". */
export function decodeFailed(format: AnswerFormat, text: string, why: string): ScriptError {
  const start = format === 'xml' ? null : markupAtStart(text);
  const reason = start === null ? why : startsWith(start);
  return {
    step: 'decode',
    code: 'decode_failed',
    message: `Cannot read the answer as ${formatNames[format]}: ${reason}`,
    params: { format, reason },
    excerpt: text.trimStart().slice(0, shownLength).toWellFormed(),
  };
}

const startsWith = (markup: string): string => `it starts with \`${markup}\``;

/** An HTML page where data was expected is told best by its first tag. */
function markupAtStart(text: string): string | null {
  return /^\s*(<[!?]?[a-z][a-z0-9]{0,15})/i.exec(text)?.[1] ?? null;
}
