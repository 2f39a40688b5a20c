import type { EditOutcome } from '../api/types.ts';
import { money, t, tCode, translated } from '../app/words.ts';
import { OutcomeLabel } from '../parts/status.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Changes } from './changes.tsx';

const order: readonly EditOutcome['outcome'][] = ['refused', 'applied', 'unchanged'];

/** What a script asked to change, and what becomes of it. `dry`: nothing was written. */
export function Edits({ edits, dry = false }: { edits: readonly EditOutcome[]; dry?: boolean }) {
  const columns: Column<EditOutcome>[] = [
    {
      name: t('runs.lead'),
      cell: ({ leadId, extId }) => (
        <>
          <a href={`/leads/${leadId}`}>{leadId}</a>
          {extId !== null && <div class="muted small">{extId}</div>}
        </>
      ),
    },
    {
      name: t('runs.change'),
      cell: (edit) => (
        <>
          <Change edit={edit} />
          {edit.money?.map(({ kind, amount, currency }) => (
            <div key={kind} class="small">
              <span class="muted">{t(`money.${kind as 'pay'}`)}</span> <b class="number">{money(amount, currency)}</b>
            </div>
          ))}
          {edit.recognised && (
            <div class="muted small breaks">
              {t('runs.recognised', { text: edit.recognised.text, word: edit.recognised.word })}
            </div>
          )}
        </>
      ),
    },
    { name: t('runs.outcome'), cell: ({ outcome }) => <OutcomeLabel outcome={outcome} dry={dry} /> },
  ];
  // A lead may be edited more than once in a run. What changes nothing comes last.
  const sorted = edits
    .map((edit, index) => ({ ...edit, index }))
    .toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome) || a.index - b.index);
  return (
    <Table
      label={t('runs.edits')}
      rows={sorted}
      columns={columns}
      keyOf={(row) => (row as unknown as { index: number }).index}
    />
  );
}

function Change({ edit }: { edit: EditOutcome }) {
  if (edit.outcome === 'refused') {
    return (
      <div class="stack tight">
        <span class="tone-red label bare" title={edit.refusal?.code}>
          {tCode('refusals', edit.refusal?.code ?? '')}
        </span>
        <span class="small breaks">{edit.refusal && translated(edit.refusal)}</span>
        <Asked edit={edit} />
      </div>
    );
  }
  if (edit.outcome === 'unchanged') return <Asked edit={edit} />;
  return <Changes before={edit.before} after={edit.after} />;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the script wanted, where nothing came of it. */
const Asked = ({ edit }: { edit: EditOutcome }) => (
  <div class="asked" title={JSON.stringify(edit.edit)}>
    {isRecord(edit.edit) ? (
      <Changes before={null} after={edit.edit} />
    ) : (
      <code class="small breaks">{JSON.stringify(edit.edit)}</code>
    )}
  </div>
);
