import { address, api } from '../../api/client.ts';
import { nameOf, useIntegrations, useReasons } from '../../api/directory.ts';
import { reread, useAll, useQuery } from '../../api/query.ts';
import type { List, StatusMapping, Unrecognised } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import { param } from '../../app/router.ts';
import { isAdmin } from '../../app/session.ts';
import { number, t } from '../../app/words.ts';
import { Button, Empty, Label, Panel, Time } from '../../parts/basics.tsx';
import { attempt } from '../../parts/dialog.tsx';
import { optionsOf, Select } from '../../parts/forms.tsx';
import { StatusLabel } from '../../parts/status.tsx';
import { PagedTable, Table } from '../../parts/table.tsx';
import { MapIt } from '../../result/map-it.tsx';
import { filter } from '../runs/filters.tsx';

/** Status texts that nothing can tell, and those that somebody has said the meaning of. */
export default function UnrecognisedView() {
  const integrations = useIntegrations();
  const integrationId = param('integrationId');
  const query = useQuery<List<Unrecognised>>(
    address('/api/unrecognised', { integrationId, cursor: param('cursor') }),
    6_000,
  );
  return (
    <Page title={t('unrecognised.title')}>
      <div class="filters">
        <Select
          label={t('common.integration')}
          value={integrationId}
          any={t('common.all')}
          options={optionsOf(integrations)}
          onChange={(value) => filter({ integrationId: value })}
        />
      </div>
      <Panel title={t('unrecognised.waiting')} flush>
        <PagedTable
          label={t('unrecognised.waiting')}
          query={query}
          keyOf={({ integrationId, text }) => `${integrationId} ${text}`}
          columns={[
            { name: t('unrecognised.text'), cell: ({ text }) => <b class="breaks">{text}</b> },
            { name: t('common.integration'), cell: ({ integrationId }) => nameOf(integrations, integrationId) },
            { name: t('unrecognised.count'), number: true, cell: ({ count }) => number(count) },
            { name: t('unrecognised.lastSeen'), cell: ({ lastSeen }) => <Time at={lastSeen} /> },
            { name: t('unrecognised.firstSeen'), cell: ({ firstSeen }) => <Time at={firstSeen} /> },
            {
              name: t('unrecognised.example'),
              cell: ({ runId }) => <a href={`/runs/${runId}`}>{t('leads.run', { id: runId })}</a>,
            },
            {
              name: '',
              label: t('common.actions'),
              number: true,
              cell: ({ integrationId, text }) => <MapIt integrationId={integrationId} text={text} />,
            },
          ]}
          empty={
            <Empty icon="check" title={t('unrecognised.empty')}>
              <p>{t('unrecognised.emptyText')}</p>
            </Empty>
          }
        />
      </Panel>
      <Mappings integrationId={integrationId} />
    </Page>
  );
}

function Mappings({ integrationId }: { integrationId: string }) {
  const [integrations, reasons] = [useIntegrations(), useReasons()];
  const mappings = useAll<StatusMapping>('/api/status-mappings', 20_000)?.filter(
    (one) => integrationId === '' || String(one.integrationId) === integrationId,
  );
  const remove = async ({ id }: StatusMapping): Promise<void> => {
    await attempt(() => api.delete(`/api/status-mappings/${id}`), t('common.deleted'));
    reread('/api/status-mappings', '/api/unrecognised');
  };
  return (
    <Panel title={t('unrecognised.mappings')} flush>
      {!mappings || mappings.length === 0 ? (
        <Empty icon="link" title={t('unrecognised.noMappings')}>
          <p>{t('unrecognised.noMappingsText')}</p>
        </Empty>
      ) : (
        <Table
          label={t('unrecognised.mappings')}
          rows={mappings}
          keyOf={({ id }) => id}
          columns={[
            { name: t('unrecognised.text'), cell: ({ text }) => <b class="breaks">{text}</b> },
            { name: t('common.integration'), cell: ({ integrationId }) => nameOf(integrations, integrationId) },
            {
              name: t('unrecognised.means'),
              cell: ({ accept, status, reason }) => (
                <span class="row">
                  {accept && <Label tone="green">{t('unrecognised.acceptShort')}</Label>}
                  {status !== null && <StatusLabel status={status} />}
                  {reason !== null && <span class="muted small">{nameOf(reasons, reason)}</span>}
                </span>
              ),
            },
            {
              name: '',
              label: t('common.actions'),
              number: true,
              cell: (mapping) =>
                isAdmin() && (
                  <Button
                    small
                    kind="plain"
                    icon="trash"
                    label={`${t('common.delete')}: ${mapping.text}`}
                    onClick={() => remove(mapping)}
                  />
                ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
