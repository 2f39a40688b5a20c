import { address } from '../../api/client.ts';
import { nameOf, useKeys, usePeople } from '../../api/directory.ts';
import { useQuery } from '../../api/query.ts';
import type { AuditRow, List } from '../../api/types.ts';
import { param } from '../../app/router.ts';
import { t } from '../../app/words.ts';
import { Empty, Panel, Time } from '../../parts/basics.tsx';
import { PagedTable } from '../../parts/table.tsx';

/** Who changed what. */
export function Audit() {
  const [people, keys] = [usePeople(), useKeys()];
  const query = useQuery<List<AuditRow>>(
    address('/api/audit', { cursor: param('cursor') }),
    param('cursor') === '' ? 10_000 : 0,
  );
  const who = ({ personId, keyId }: AuditRow): string => {
    if (personId !== null) return nameOf(people, personId);
    return keyId === null ? t('settings.program') : t('common.byKey', { name: nameOf(keys, keyId) });
  };
  return (
    <Panel title={t('settings.audit')} flush>
      <PagedTable
        label={t('settings.audit')}
        query={query}
        keyOf={({ id }) => id}
        columns={[
          { name: t('common.when'), cell: ({ at }) => <Time at={at} /> },
          { name: t('settings.who'), cell: who },
          {
            name: t('settings.action'),
            cell: ({ action, target }) => <code class="breaks">{`${action.split(' ')[0]} ${target ?? ''}`}</code>,
          },
          {
            name: t('common.details'),
            cell: ({ details }) =>
              Object.keys(details).length > 0 && (
                <details>
                  <summary class="small muted">{Object.keys(details).slice(0, 4).join(', ')}</summary>
                  <pre class="raw">{JSON.stringify(details, null, 2)}</pre>
                </details>
              ),
          },
        ]}
        empty={<Empty icon="clock" title={t('settings.auditEmpty')} />}
      />
    </Panel>
  );
}
