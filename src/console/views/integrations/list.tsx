import { useChecks } from '../../api/directory.ts';
import { useAll, useQuery } from '../../api/query.ts';
import type { Check, CheckState, Integration } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Bones, ButtonLink, Empty, Label, Panel } from '../../parts/basics.tsx';
import { CheckTile } from './tile.tsx';

const kinds = ['processing', 'accepted', 'range'] as const;

export default function Integrations() {
  const integrations = useAll<Integration>('/api/integrations', 20_000);
  const checks = useChecks();
  const states = useQuery<{ items: CheckState[] }>('/api/check-states', 4_000).data?.items ?? [];
  const create = isAdmin() && (
    <ButtonLink kind="primary" icon="plus" href="/integrations/new">
      {t('integrations.new')}
    </ButtonLink>
  );
  return (
    <Page title={t('integrations.title')} actions={integrations && integrations.length > 0 && create}>
      {!integrations && <Bones rows={8} />}
      {integrations?.length === 0 && (
        <div class="panel">
          <Empty icon="integrations" title={t('integrations.empty')}>
            <p>{t('integrations.emptyText')}</p>
            {create}
          </Empty>
        </div>
      )}
      {integrations?.map((integration) => (
        <Card key={integration.id} integration={integration} checks={checks} states={states} />
      ))}
    </Page>
  );
}

function Card({
  integration,
  checks,
  states,
}: {
  integration: Integration;
  checks: Check[] | undefined;
  states: readonly CheckState[];
}) {
  const own = checks?.filter(({ integrationId }) => integrationId === integration.id) ?? [];
  const offers = useQuery<{ items: unknown[] }>(`/api/integrations/${integration.id}/offers?limit=500`, 60_000).data
    ?.items.length;
  return (
    <Panel
      title={<a href={`/integrations/${integration.id}`}>{integration.name}</a>}
      actions={
        <>
          {integration.paused && <Label tone="amber">{t('integrations.paused')}</Label>}
          <span class="muted small">
            {offers !== undefined &&
              `${offers === 0 ? t('integrations.noOffers') : t('integrations.offersCount', { count: offers })} · `}
            {integration.timezone}
          </span>
        </>
      }
    >
      <div class="checks-row">
        {kinds.map((kind) => {
          const ofKind = own.filter((check) => check.kind === kind);
          return (ofKind.length === 0 ? [undefined] : ofKind).map((check) => (
            <CheckTile
              key={`${kind} ${check?.id}`}
              check={check}
              kind={kind}
              integrationId={integration.id}
              states={states.filter(({ checkId }) => checkId === check?.id)}
            />
          ));
        })}
      </div>
    </Panel>
  );
}
