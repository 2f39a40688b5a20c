import { api } from '../../api/client.ts';
import { useChecks } from '../../api/directory.ts';
import { reread, useQuery } from '../../api/query.ts';
import type { CheckState, Integration } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import { navigate } from '../../app/router.ts';
import { isAdmin } from '../../app/session.ts';
import type { ViewProps } from '../../app/views.ts';
import { t } from '../../app/words.ts';
import { Bones, Button, Label, Panel, ProblemNote } from '../../parts/basics.tsx';
import { attempt, confirm, toast } from '../../parts/dialog.tsx';
import { FormFoot } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';
import { IntegrationFields, integrationForm, integrationInput } from './fields.tsx';
import { Offers } from './offers.tsx';
import { CheckTile } from './tile.tsx';

const kinds = ['processing', 'accepted', 'range'] as const;

export default function IntegrationView({ params }: ViewProps) {
  const address = `/api/integrations/${params['id']}`;
  const { data: integration, problem, loading, refresh } = useQuery<Integration>(address);
  const pause = async (): Promise<void> => {
    await attempt(() => api.patch(address, { paused: !integration?.paused }), t('common.saved'));
    reread('/api/integrations');
  };
  const remove = async (): Promise<void> => {
    const sure = await confirm({
      title: t('integrations.deleteTitle', { name: integration?.name ?? '' }),
      text: t('integrations.deleteText'),
      action: t('common.delete'),
    });
    if (!sure || !(await attempt(() => api.delete(address), t('common.deleted')))) return;
    reread('/api/integrations', '/api/checks');
    navigate('/integrations');
  };
  return (
    <Page
      title={integration?.name ?? t('common.integration')}
      crumbs={[['/integrations', t('integrations.title')]]}
      marks={integration?.paused && <Label tone="amber">{t('integrations.paused')}</Label>}
      actions={
        integration &&
        isAdmin() && (
          <>
            <Button kind="plain" icon="trash" label={t('common.delete')} onClick={remove} />
            <Button icon={integration.paused ? 'play' : 'pause'} onClick={pause}>
              {t(integration.paused ? 'integrations.resume' : 'integrations.pause')}
            </Button>
          </>
        )
      }
    >
      <ProblemNote problem={problem} onRetry={refresh} />
      {loading && <Bones rows={8} />}
      {integration && (
        <>
          <Checks integration={integration} />
          <div class="grid-2">
            <Offers integration={integration} />
            {isAdmin() && <Basics integration={integration} />}
          </div>
        </>
      )}
    </Page>
  );
}

function Checks({ integration }: { integration: Integration }) {
  const checks = useChecks()?.filter(({ integrationId }) => integrationId === integration.id) ?? [];
  const states =
    useQuery<{ items: CheckState[] }>(`/api/check-states?integrationId=${integration.id}`, 3_000).data?.items ?? [];
  return (
    <Panel title={t('integrations.checks')}>
      <div class="checks-row">
        {kinds.map((kind) => {
          const ofKind = checks.filter((check) => check.kind === kind);
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

function Basics({ integration }: { integration: Integration }) {
  const form = useForm(integrationForm(integration), `integration ${integration.id}`, ['secrets']);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (
      !(await form.submit((values) =>
        api.patch(`/api/integrations/${integration.id}`, integrationInput(values, integration)),
      ))
    )
      return;
    toast(t('common.saved'));
    reread('/api/integrations');
  };
  return (
    <Panel title={t('integrations.basics')}>
      <form class="form" onSubmit={submit}>
        <IntegrationFields form={form} saved={integration} />
        <FormFoot form={form} submit={t('common.save')} disabled={!form.changed} discard />
      </form>
    </Panel>
  );
}
