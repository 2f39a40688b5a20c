/** CSV to data: a list of objects by the header row's names, or of lists where there is none. Every cell is text. */
import { CsvError, parse } from 'csv-parse/sync';
import type { Json } from '../../../sandbox/contract/job.ts';
import { DecodeError } from './decode-error.ts';

interface CsvOptions {
  delimiter: string;
  header: boolean;
}

export function readCsv(text: string, { delimiter, header }: CsvOptions): Json {
  const rows = rowsOf(text, delimiter);
  if (!header) return rows;
  const names = rows.shift() ?? [];
  return rows.map((cells) => {
    // Without a prototype, a column named `__proto__` is a column.
    const row: { [name: string]: string } = Object.create(null);
    for (let i = 0; i < cells.length; i++) row[names[i] ?? `${i + 1}`] = cells[i] ?? '';
    return row;
  });
}

function rowsOf(text: string, delimiter: string): string[][] {
  try {
    return parseRows(text, delimiter);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code !== 'CSV_QUOTE_NOT_CLOSED') throw new DecodeError(`line ${error.lines ?? 1}: ${error.message}`);
    throw new DecodeError(`line ${lineOfOpenQuote(text, delimiter)}: a quote is not closed`);
  }
}

const parseRows = (text: string, delimiter: string): string[][] =>
  parse(text, {
    delimiter,
    // Programs that put a file together from parts end its lines in several ways.
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  });

/** The parser knows only where the text ends. Closed there, the quote holds all the lines from its own on. */
function lineOfOpenQuote(text: string, delimiter: string): number {
  const quoted = parseRows(`${text}"`, delimiter).at(-1)?.at(-1) ?? '';
  return linesOf(text) - linesOf(quoted) + 1;
}

const linesOf = (text: string): number => text.split(/\r\n|\n|\r/).length;
