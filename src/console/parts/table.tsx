import type { ComponentChildren } from 'preact';
import type { Query } from '../api/query.ts';
import type { List } from '../api/types.ts';
import { depth, navigate, param, withParams } from '../app/router.ts';
import { t } from '../app/words.ts';
import { Bones, Button, ProblemNote } from './basics.tsx';

export interface Column<Row> {
  name: string;
  cell: (row: Row) => ComponentChildren;
  number?: boolean;
  /** What the column is for those who do not see it, where its name is empty. */
  label?: string;
}

interface TableProps<Row> {
  /** What the table lists, for those who do not see it. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string | number;
  /** Where a row leads: its first cell should hold the same link. */
  hrefOf?: (row: Row) => string;
  busy?: boolean;
}

export function Table<Row>({ label, rows, columns, keyOf, hrefOf, busy = false }: TableProps<Row>) {
  return (
    // A table that is wider than its place is scrolled, also by keyboard.
    <div class="table-box" tabIndex={0} role="region" aria-label={label} aria-busy={busy}>
      <table class="table">
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col" class={column.number ? 'number' : undefined}>
                {column.name === '' ? <span class="hidden-label">{column.label}</span> : column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              class={hrefOf ? 'opens' : undefined}
              onClick={hrefOf && ((event) => open(event, hrefOf(row)))}
            >
              {columns.map((column, index) => (
                <td key={index} class={column.number ? 'number' : undefined} data-label={column.name}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A click anywhere on a row opens it, except on what is to be clicked itself, or while text is being selected. */
function open(event: MouseEvent, href: string): void {
  if ((event.target as Element).closest('a, button, input, select, label')) return;
  if (window.getSelection()?.toString()) return;
  if (event.ctrlKey || event.metaKey) window.open(href);
  else navigate(href);
}

/** A list that is read page by page, with its place in the address. */
export function PagedTable<Row>({
  query,
  empty,
  ...table
}: Omit<TableProps<Row>, 'rows' | 'busy'> & { query: Query<List<Row>>; empty: ComponentChildren }) {
  const { data, problem, loading, refresh } = query;
  if (loading) return <Bones rows={6} />;
  return (
    <>
      {problem && (
        <div class="panel-body">
          <ProblemNote problem={problem} onRetry={refresh} />
        </div>
      )}
      {data && (data.items.length === 0 && param('cursor') === '' ? empty : <Table {...table} rows={data.items} />)}
      {data && <Pager next={data.next} />}
    </>
  );
}

export function Pager({ next }: { next: string | null }) {
  const cursor = param('cursor');
  if (next === null && cursor === '') return null;
  const back = (): void => {
    if (depth() > 0) window.history.back();
    else navigate(withParams({ cursor: null }));
  };
  return (
    <nav class="table-foot" aria-label={t('common.pages')}>
      <Button small kind="plain" disabled={cursor === ''} onClick={() => navigate(withParams({ cursor: null }))}>
        {t('common.firstPage')}
      </Button>
      <span class="push" />
      <Button small icon="left" disabled={cursor === ''} onClick={back}>
        {t('common.previous')}
      </Button>
      <Button small disabled={next === null} onClick={() => navigate(withParams({ cursor: next }))}>
        {t('common.next')}
      </Button>
    </nav>
  );
}
