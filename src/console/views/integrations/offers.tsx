import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import { nameOf, useOffers, useScripts } from '../../api/directory.ts';
import { reread, useQuery } from '../../api/query.ts';
import type { Integration, List, OfferConnection } from '../../api/types.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Bones, Button, Empty, Label, Panel } from '../../parts/basics.tsx';
import { attempt, confirm, Dialog, toast } from '../../parts/dialog.tsx';
import { FormFoot, optionsOf, Select } from '../../parts/forms.tsx';
import { Pairs } from '../../parts/pairs.tsx';
import { Table } from '../../parts/table.tsx';
import { useForm } from '../../parts/use-form.ts';

/** The offers that go through an integration, each with its own parameters and scripts where it needs them. */
export function Offers({ integration }: { integration: Integration }) {
  const address = `/api/integrations/${integration.id}/offers`;
  const connections = useQuery<List<OfferConnection>>(`${address}?limit=500`).data?.items;
  const offers = useOffers();
  const [edited, setEdited] = useState<OfferConnection | 'new' | null>(null);
  const connected = new Set(connections?.map(({ offerId }) => offerId));
  const free = offers?.filter(({ id }) => !connected.has(id)) ?? [];
  const disconnect = async ({ offerId }: OfferConnection): Promise<void> => {
    const name = nameOf(offers, offerId);
    if (
      !(await confirm({
        title: t('integrations.disconnect'),
        text: t('integrations.disconnectText', { name }),
        action: t('integrations.disconnect'),
      }))
    )
      return;
    await attempt(() => api.delete(`${address}/${offerId}`), t('common.saved'));
    reread(address, '/api/check-states');
  };
  return (
    <Panel
      title={t('integrations.offers')}
      flush
      actions={
        isAdmin() &&
        free.length > 0 && (
          <Button small icon="plus" onClick={() => setEdited('new')}>
            {t('integrations.connectOffer')}
          </Button>
        )
      }
    >
      {!connections && <Bones rows={2} />}
      {connections?.length === 0 && (
        <Empty icon="link" title={t('integrations.noOffers')}>
          {offers?.length === 0 && <a href="/settings/offers">{t('integrations.makeOffer')}</a>}
        </Empty>
      )}
      {connections && connections.length > 0 && (
        <Table
          label={t('integrations.offers')}
          rows={connections}
          keyOf={({ offerId }) => offerId}
          columns={[
            { name: t('common.offer'), cell: ({ offerId }) => nameOf(offers, offerId) },
            {
              name: t('integrations.params'),
              cell: ({ params, processScriptId, preprocessScriptId }) => (
                <span class="row">
                  {Object.entries(params).map(([name, value]) => (
                    <code key={name} class="small breaks">
                      {name}={value}
                    </code>
                  ))}
                  {(processScriptId !== null || preprocessScriptId !== null) && (
                    <Label tone="violet" bare>
                      {t('integrations.ownScript')}
                    </Label>
                  )}
                </span>
              ),
            },
            {
              name: '',
              label: t('common.actions'),
              number: true,
              cell: (connection) =>
                isAdmin() && (
                  <>
                    <Button
                      small
                      onClick={() => setEdited(connection)}
                      label={`${t('common.edit')}: ${nameOf(offers, connection.offerId)}`}
                    >
                      {t('common.edit')}
                    </Button>{' '}
                    <Button
                      small
                      kind="plain"
                      icon="close"
                      label={`${t('integrations.disconnect')}: ${nameOf(offers, connection.offerId)}`}
                      onClick={() => disconnect(connection)}
                    />
                  </>
                ),
            },
          ]}
        />
      )}
      {edited && (
        <ConnectionDialog
          integration={integration}
          connection={edited === 'new' ? null : edited}
          free={free}
          onClose={() => setEdited(null)}
        />
      )}
    </Panel>
  );
}

function ConnectionDialog({
  integration,
  connection,
  free,
  onClose,
}: {
  integration: Integration;
  connection: OfferConnection | null;
  free: readonly { id: number; name: string }[];
  onClose: () => void;
}) {
  const [scripts, offers] = [useScripts(), useOffers()];
  const form = useForm({
    offerId: String(connection?.offerId ?? free[0]?.id ?? ''),
    params: Object.entries(connection?.params ?? {}).map(([name, value]) => ({ name, value })),
    preprocessScriptId: String(connection?.preprocessScriptId ?? ''),
    processScriptId: String(connection?.processScriptId ?? ''),
  });
  const { values, set, errorOf } = form;
  const idOf = (text: string): number | null => (text === '' ? null : Number(text));
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const input = {
      params: Object.fromEntries(
        values.params.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]),
      ),
      preprocessScriptId: idOf(values.preprocessScriptId),
      processScriptId: idOf(values.processScriptId),
    };
    if (!(await form.submit(() => api.put(`/api/integrations/${integration.id}/offers/${values.offerId}`, input))))
      return;
    toast(t('common.saved'));
    reread(`/api/integrations/${integration.id}/offers`, '/api/check-states');
    onClose();
  };
  return (
    <Dialog title={connection ? nameOf(offers, connection.offerId) : t('integrations.connectOffer')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        {!connection && (
          <Select
            label={t('common.offer')}
            value={values.offerId}
            options={optionsOf(free)}
            onChange={(value) => set('offerId', value)}
          />
        )}
        <Pairs
          label={t('integrations.offerParams')}
          hint={t('integrations.paramsHint')}
          pairs={values.params}
          onChange={(params) => set('params', params)}
          errorAt={(index) => errorOf(`params.${values.params[index]?.name}`)}
        />
        <div class="form-row">
          <Select
            label={t('integrations.ownPreprocess')}
            value={values.preprocessScriptId}
            any={t('integrations.theChecks')}
            options={optionsOf(scripts)}
            onChange={(value) => set('preprocessScriptId', value)}
            error={errorOf('preprocessScriptId')}
          />
          <Select
            label={t('integrations.ownProcess')}
            value={values.processScriptId}
            any={t('integrations.theChecks')}
            options={optionsOf(scripts)}
            onChange={(value) => set('processScriptId', value)}
            error={errorOf('processScriptId')}
          />
        </div>
        <FormFoot form={form} submit={t('common.save')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
