/** How a statement broke the rules of the tables. `constraint` and `table` are the database's names. */
export interface Violation {
  kind: 'unique' | 'missing reference' | 'still referenced' | 'out of range';
  constraint: string;
  /** The table that holds the constraint; for a row that is still referenced, the one that refers to it. */
  table: string;
}

/** What the tables refused about a failed statement; null for any other error. */
export function violationOf(error: unknown): Violation | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const { code, constraint, table, detail } = error as {
    code: unknown;
    constraint?: string;
    table?: string;
    detail?: string;
  };
  const place = { constraint: constraint ?? '', table: table ?? '' };
  if (code === '23505') return { kind: 'unique', ...place };
  if (code === '22003') return { kind: 'out of range', ...place };
  if (code !== '23503' && code !== '23001') return null;
  return { kind: detail?.includes('is still referenced') ? 'still referenced' : 'missing reference', ...place };
}
