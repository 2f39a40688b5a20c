/** Scripts as admins write them, each with an answer for it. */
import { readFileSync } from 'node:fs';

export interface AdminCase {
  name: string;
  code: string;
  /** `pre` is a preprocessing script, any other a processing script and its answer's format. */
  format: 'json' | 'xml' | 'text' | 'pre';
  answer: string;
  /** External ids of the leads 1, 2, 3… */
  ext: string[];
  params: Record<string, string>;
}

type Row = Pick<AdminCase, 'name' | 'format'> & Partial<AdminCase>;

export function adminCases(): AdminCase[] {
  const rows = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as Row[];
  const usual = { answer: '', ext: ['a', 'b', 'c'], params: {} };
  return rows.map((row) => {
    const code = readFileSync(new URL(`scripts/${row.name}.php`, import.meta.url), 'utf8');
    return Object.assign({ code }, usual, row);
  });
}
