import type { ComponentChildren } from 'preact';
import { api } from '../../api/client.ts';
import { reread } from '../../api/query.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Bones, Button, Panel } from '../../parts/basics.tsx';
import { attempt, confirm } from '../../parts/dialog.tsx';
import { type Column, Table } from '../../parts/table.tsx';

interface SectionProps<Row extends { id: number }> {
  title: string;
  rows: readonly Row[] | undefined;
  columns: readonly Column<Row>[];
  /** What making one is called. */
  create: string;
  onCreate: () => void;
  onEdit?: (row: Row) => void;
  /** Where one is deleted: `/api/offers`. */
  path?: string;
  nameOf: (row: Row) => string;
  empty: ComponentChildren;
}

/** A list of things that an admin makes, changes and deletes. */
export function Section<Row extends { id: number }>({
  title,
  rows,
  columns,
  create,
  onCreate,
  onEdit,
  path,
  nameOf,
  empty,
}: SectionProps<Row>) {
  const remove = async (row: Row): Promise<void> => {
    if (
      !(await confirm({
        title: t('settings.deleteTitle', { name: nameOf(row) }),
        text: t('settings.deleteText'),
        action: t('common.delete'),
      }))
    )
      return;
    await attempt(() => api.delete(`${path}/${row.id}`), t('common.deleted'));
    reread(path ?? '');
  };
  const actions: Column<Row> = {
    name: '',
    label: t('common.actions'),
    number: true,
    cell: (row) => (
      <>
        {onEdit && (
          <Button small onClick={() => onEdit(row)} label={`${t('common.edit')}: ${nameOf(row)}`}>
            {t('common.edit')}
          </Button>
        )}{' '}
        {path && (
          <Button
            small
            kind="plain"
            icon="trash"
            label={`${t('common.delete')}: ${nameOf(row)}`}
            onClick={() => remove(row)}
          />
        )}
      </>
    ),
  };
  return (
    <Panel
      title={title}
      flush
      actions={
        isAdmin() && (
          <Button small icon="plus" onClick={onCreate}>
            {create}
          </Button>
        )
      }
    >
      {!rows && <Bones />}
      {rows?.length === 0 && empty}
      {rows && rows.length > 0 && (
        <Table
          label={title}
          rows={rows}
          keyOf={({ id }) => id}
          columns={isAdmin() && (onEdit || path) ? [...columns, actions] : columns}
        />
      )}
    </Panel>
  );
}
