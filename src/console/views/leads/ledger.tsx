import { nameOf, useWebmasters } from '../../api/directory.ts';
import type { LedgerEntry } from '../../api/types.ts';
import { money, t } from '../../app/words.ts';
import { Label, Time } from '../../parts/basics.tsx';
import { Table } from '../../parts/table.tsx';

export function Ledger({ entries }: { entries: readonly LedgerEntry[] }) {
  const webmasters = useWebmasters();
  if (entries.length === 0) return <p class="muted panel-body">{t('leads.noLedger')}</p>;
  return (
    <Table
      label={t('leads.ledger')}
      rows={entries}
      keyOf={({ id }) => id}
      columns={[
        { name: t('leads.booking'), cell: ({ booking }) => `#${booking}` },
        {
          name: t('common.details'),
          cell: ({ kind, partyId, reverses }) => (
            <span class="row">
              {t(`money.${kind}`)}
              {partyId !== null && <span class="muted">{nameOf(webmasters, partyId)}</span>}
              {reverses !== undefined && <Label tone="orange">{t('leads.reversal')}</Label>}
            </span>
          ),
        },
        { name: t('common.when'), cell: ({ at }) => <Time at={at} /> },
        { name: t('leads.amount'), number: true, cell: ({ amount, currency }) => money(amount, currency) },
      ]}
    />
  );
}
