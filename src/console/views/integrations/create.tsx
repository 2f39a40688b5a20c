import { api } from '../../api/client.ts';
import { useOffers } from '../../api/directory.ts';
import { reread } from '../../api/query.ts';
import type { Integration } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import { navigate } from '../../app/router.ts';
import { t } from '../../app/words.ts';
import { Note } from '../../parts/basics.tsx';
import { FormFoot, Tick, useForm } from '../../parts/forms.tsx';
import { emptyIntegration, IntegrationFields, integrationInput } from './fields.tsx';

/** A new CRM, with the offers that go through it; its first check comes next. */
export default function CreateIntegration() {
  const offers = useOffers();
  const form = useForm({ ...emptyIntegration(), offers: [] as number[] }, 'new integration');
  const { values, set } = form;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    let made: Integration | undefined;
    const done = await form.submit(async () => {
      made = await api.post<Integration>('/api/integrations', integrationInput(values));
      for (const offerId of values.offers) await api.put(`/api/integrations/${made.id}/offers/${offerId}`, {});
    });
    if (!done || !made) return;
    reread('/api/integrations');
    navigate(`/integrations/${made.id}/checks/new?kind=processing`);
  };
  const choose = (id: number, chosen: boolean): void =>
    set('offers', chosen ? [...values.offers, id] : values.offers.filter((one) => one !== id));
  return (
    <Page title={t('integrations.createTitle')} crumbs={[['/integrations', t('integrations.title')]]}>
      <form class="panel narrow" onSubmit={submit}>
        <div class="panel-body form">
          <p class="muted">{t('integrations.createText')}</p>
          <IntegrationFields form={form} brief />
          <fieldset class="field">
            <legend class="field-label small">
              <b>{t('integrations.offers')}</b>
            </legend>
            {offers?.map(({ id, name }) => (
              <Tick
                key={id}
                label={name}
                value={values.offers.includes(id)}
                onChange={(chosen) => choose(id, chosen)}
              />
            ))}
            {offers?.length === 0 && (
              <Note tone="amber">
                {t('integrations.noOffersYet')} <a href="/settings/offers">{t('integrations.makeOffer')}</a>
              </Note>
            )}
          </fieldset>
          <FormFoot form={form} submit={t('integrations.createNext')} onCancel={() => navigate('/integrations')} />
        </div>
      </form>
    </Page>
  );
}
