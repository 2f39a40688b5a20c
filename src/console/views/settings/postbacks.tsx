import { useState } from 'preact/hooks';
import { address } from '../../api/client.ts';
import { nameOf, useWebmasters } from '../../api/directory.ts';
import { useQuery } from '../../api/query.ts';
import type { List, PostbackDelivery } from '../../api/types.ts';
import { param } from '../../app/router.ts';
import { number, t } from '../../app/words.ts';
import { Button, ButtonLink, Empty, Label, Note, Panel, Time, type Tone } from '../../parts/basics.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { optionsOf, Select } from '../../parts/forms.tsx';
import { PagedTable } from '../../parts/table.tsx';
import { filter } from '../runs/filters.tsx';
import { Told } from './told.tsx';

const states = ['queued', 'delivered', 'failed'] as const;
const tones: Record<(typeof states)[number], Tone> = { queued: 'grey', delivered: 'green', failed: 'red' };

/** What webmasters were told, and what their addresses answered. */
export function Postbacks() {
  const webmasters = useWebmasters();
  const [opened, setOpened] = useState<PostbackDelivery | null>(null);
  const query = useQuery<List<PostbackDelivery>>(
    address('/api/postbacks', {
      webmasterId: param('webmasterId'),
      leadId: param('leadId'),
      state: param('state'),
      cursor: param('cursor'),
    }),
    param('cursor') === '' ? 5_000 : 0,
  );
  const filtered = ['webmasterId', 'leadId', 'state'].some((name) => param(name) !== '');
  return (
    <Panel title={t('settings.postbacks')} flush>
      <div class="panel-body filters">
        <Select
          label={t('settings.webmaster')}
          value={param('webmasterId')}
          any={t('common.all')}
          options={optionsOf(webmasters)}
          onChange={(webmasterId) => filter({ webmasterId })}
        />
        <Select
          label={t('common.state')}
          value={param('state')}
          any={t('common.all')}
          options={states.map((value) => ({ value, label: t(`postbackStates.${value}`) }))}
          onChange={(state) => filter({ state })}
        />
        {filtered && (
          <Button kind="plain" small onClick={() => filter({ webmasterId: null, leadId: null, state: null })}>
            {t('common.clearFilters')}
          </Button>
        )}
      </div>
      <PagedTable
        label={t('settings.postbacks')}
        query={query}
        keyOf={({ id }) => id}
        columns={[
          { name: t('common.when'), cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            name: t('common.state'),
            cell: ({ state }) => <Label tone={tones[state]}>{t(`postbackStates.${state}`)}</Label>,
          },
          {
            name: t('settings.webmaster'),
            cell: ({ webmasterId }) => <span class="breaks">{nameOf(webmasters, webmasterId)}</span>,
          },
          { name: t('runs.lead'), number: true, cell: ({ leadId }) => <a href={`/leads/${leadId}`}>{leadId}</a> },
          { name: t('settings.event'), cell: ({ event }) => t(`settings.event_${event as 'paid'}`) },
          {
            name: t('settings.answered'),
            number: true,
            cell: ({ response }) => response?.status ?? <span class="muted">—</span>,
          },
          { name: t('operations.attempts'), number: true, cell: ({ attempts }) => number(attempts) },
          {
            name: '',
            label: t('common.details'),
            number: true,
            cell: (one) => (
              <Button small onClick={() => setOpened(one)} label={`${t('common.details')}: ${one.id}`}>
                {t('common.details')}
              </Button>
            ),
          },
        ]}
        empty={
          filtered ? (
            <Empty icon="search" title={t('settings.postbacksFiltered')}>
              <p>{t('runs.emptyFilteredText')}</p>
            </Empty>
          ) : (
            <Empty icon="link" title={t('settings.postbacksEmpty')}>
              <p>{t('settings.postbacksEmptyText')}</p>
              <ButtonLink href="/settings/webmasters">{t('settings.webmasters')}</ButtonLink>
            </Empty>
          )
        }
      />
      {opened && (
        <Dialog title={t('settings.postback', { id: opened.id })} onClose={() => setOpened(null)}>
          {opened.nextAt && opened.attempts > 0 && (
            <Note tone="amber">
              {t('operations.again')} <Time at={opened.nextAt} />
            </Note>
          )}
          <Told told={opened} />
        </Dialog>
      )}
    </Panel>
  );
}
