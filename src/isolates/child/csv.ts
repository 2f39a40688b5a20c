/** CSV to data: a list of objects by the header row's names, or of lists where there is none. Every cell is text. */
import { CsvError, parse } from 'csv-parse/sync';
import type { Json } from '../../../sandbox/contract/job.ts';
import { DecodeError } from './decode-error.ts';

export function readCsv(text: string, { delimiter, header }: { delimiter: string; header: boolean }): Json {
  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DecodeError(`line ${error.lines ?? 1}: ${error.message.split('\n', 1)[0]}`);
  }
  if (!header) return rows;
  const names = rows.shift() ?? [];
  return rows.map((cells) => {
    // Without a prototype, a column named `__proto__` is a column.
    const row: { [name: string]: string } = Object.create(null);
    for (let i = 0; i < cells.length; i++) row[names[i] ?? `${i + 1}`] = cells[i] ?? '';
    return row;
  });
}
