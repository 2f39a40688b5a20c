import { useEffect, useState } from 'preact/hooks';
import { statuses } from '../../../../sandbox/contract/statuses.ts';
import { address } from '../../api/client.ts';
import { nameOf, useIntegrations, useOffers, useWebmasters } from '../../api/directory.ts';
import { useQuery } from '../../api/query.ts';
import type { Lead, List } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import { param } from '../../app/router.ts';
import { t } from '../../app/words.ts';
import { Button, Empty, Time } from '../../parts/basics.tsx';
import { optionsOf, Select, TextField, Tick } from '../../parts/forms.tsx';
import { StatusLabel, statusName } from '../../parts/status.tsx';
import { type Column, PagedTable } from '../../parts/table.tsx';
import { filter } from '../runs/filters.tsx';

const filters = ['q', 'status', 'offerId', 'integrationId', 'webmasterId', 'unbooked'] as const;

export default function Leads() {
  const chosen = Object.fromEntries([...filters, 'cursor' as const].map((name) => [name, param(name)]));
  const query = useQuery<List<Lead>>(address('/api/leads', chosen), param('cursor') === '' ? 8_000 : 0);
  const filtered = filters.some((name) => param(name) !== '');
  return (
    <Page title={t('leads.title')}>
      <Filters filtered={filtered} />
      <div class="panel">
        <PagedTable
          label={t('leads.title')}
          query={query}
          columns={useColumns()}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => `/leads/${id}`}
          empty={
            <Empty icon="leads" title={t(filtered ? 'leads.emptyFiltered' : 'leads.empty')}>
              <p>{t(filtered ? 'leads.emptyFilteredText' : 'leads.emptyText')}</p>
            </Empty>
          }
        />
      </div>
    </Page>
  );
}

const typingMs = 250;

function Filters({ filtered }: { filtered: boolean }) {
  const [offers, integrations, webmasters] = [useOffers(), useIntegrations(), useWebmasters()];
  const [q, setQ] = useState(param('q'));
  useEffect(() => setQ(param('q')), [param('q')]);
  useEffect(() => {
    if (q === param('q')) return;
    const timer = setTimeout(() => filter({ q: q.trim() }), typingMs);
    return () => clearTimeout(timer);
  }, [q]);
  const options = Object.keys(statuses).map((value) => ({ value, label: statusName(Number(value)) }));
  return (
    <div class="filters" role="search">
      <TextField class="search" label={t('leads.search')} type="search" value={q} onInput={setQ} />
      <Select
        label={t('common.status')}
        value={param('status')}
        any={t('common.all')}
        options={options}
        onChange={(value) => filter({ status: value })}
      />
      <Select
        label={t('common.offer')}
        value={param('offerId')}
        any={t('common.all')}
        options={optionsOf(offers)}
        onChange={(value) => filter({ offerId: value })}
      />
      <Select
        label={t('common.integration')}
        value={param('integrationId')}
        any={t('common.all')}
        options={optionsOf(integrations)}
        onChange={(value) => filter({ integrationId: value })}
      />
      <Select
        label={t('leads.webmaster')}
        value={param('webmasterId')}
        any={t('common.all')}
        options={optionsOf(webmasters)}
        onChange={(value) => filter({ webmasterId: value })}
      />
      <Tick
        label={t('leads.unbooked')}
        value={param('unbooked') === 'true'}
        onChange={(value) => filter({ unbooked: value ? 'true' : null })}
      />
      {filtered && (
        <Button kind="plain" small onClick={() => filter(Object.fromEntries(filters.map((name) => [name, null])))}>
          {t('common.clearFilters')}
        </Button>
      )}
    </div>
  );
}

function useColumns(): Column<Lead>[] {
  const [offers, integrations, webmasters] = [useOffers(), useIntegrations(), useWebmasters()];
  return [
    { name: t('leads.id'), cell: ({ id }) => <a href={`/leads/${id}`}>{id}</a> },
    {
      name: t('leads.extId'),
      cell: ({ extId }) => <span class="nowrap">{extId ?? <span class="muted">—</span>}</span>,
    },
    { name: t('common.status'), cell: ({ status }) => <StatusLabel status={status} /> },
    {
      name: t('common.offer'),
      cell: ({ offerId, integrationId }) => (
        <>
          {nameOf(offers, offerId)}
          <div class="muted small">{nameOf(integrations, integrationId)}</div>
        </>
      ),
    },
    {
      name: t('leads.customer'),
      cell: ({ name, phone }) => (
        <>
          {name ?? <span class="muted">—</span>}
          <div class="muted small nowrap">{phone}</div>
        </>
      ),
    },
    { name: t('leads.webmaster'), cell: ({ webmasterId }) => nameOf(webmasters, webmasterId) },
    { name: t('leads.updated'), cell: ({ updatedAt }) => <Time at={updatedAt} /> },
    { name: t('leads.created'), cell: ({ createdAt }) => <Time at={createdAt} /> },
  ];
}
