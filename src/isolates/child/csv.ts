/** CSV to data: a list of objects by the header row's names, or of lists where there is none. Every cell is text. */
import { CsvError, parse } from 'csv-parse/sync';
import { cutText } from '../../../sandbox/contract/edit.ts';
import type { Json, Warning } from '../../../sandbox/contract/job.ts';
import { DecodeError } from './decode-error.ts';

interface CsvOptions {
  delimiter: string;
  header: boolean;
}

interface Csv {
  data: Json;
  warnings: Warning[];
}

export function readCsv(text: string, { delimiter, header }: CsvOptions): Csv {
  const rows = rowsOf(text, delimiter);
  if (!header) return { data: rows, warnings: [] };
  const names = rows.shift() ?? [];
  const data = rows.map((cells) => {
    // Without a prototype, a column named `__proto__` is a column.
    const row: { [name: string]: string } = Object.create(null);
    for (let i = 0; i < cells.length; i++) row[names[i] ?? `${i + 1}`] = cells[i] ?? '';
    return row;
  });
  return { data, warnings: warningsOf(names) };
}

/** Read by another delimiter than its own, a file has no column that a script looks for, and nothing else is wrong with it. */
function warningsOf(names: string[]): Warning[] {
  const [name = ''] = names;
  const delimiter = names.length === 1 ? /[;\t|]/.exec(name)?.[0] : undefined;
  if (delimiter === undefined) return [];
  const shown = cutText(name, 40);
  const sign = delimiter === '\t' ? 'a tab' : `"${delimiter}"`;
  return [
    {
      code: 'csv_one_column',
      message: `The CSV has one column, named "${shown}"; is its delimiter ${sign}?`,
      params: { name: shown, delimiter },
    },
  ];
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
