import { api } from '../../api/client.ts';
import { useOffers } from '../../api/directory.ts';
import { reread } from '../../api/query.ts';
import type { Integration, Offer } from '../../api/types.ts';
import { navigate } from '../../app/router.ts';
import { t } from '../../app/words.ts';
import { Note } from '../../parts/basics.tsx';
import { FormFoot, Tick } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';
import { emptyIntegration, IntegrationFields, integrationInput } from './fields.tsx';

/** A CRM that the library does not know, with the offers that go through it; its first check comes next. */
export function ByHand() {
  const offers = useOffers();
  const form = useForm({ ...emptyIntegration(), offers: [] as number[] }, 'new integration', ['secrets']);
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
  return (
    <form class="panel narrow" onSubmit={submit}>
      <div class="panel-body form">
        <p class="muted">{t('integrations.createText')}</p>
        <IntegrationFields form={form} brief />
        <OfferTicks offers={offers} chosen={values.offers} onChange={(chosen) => set('offers', chosen)} />
        <FormFoot form={form} submit={t('integrations.createNext')} onCancel={() => navigate('/integrations')} />
      </div>
    </form>
  );
}

/** Which offers go through the integration. */
export function OfferTicks({
  offers,
  chosen,
  onChange,
}: {
  offers: readonly Offer[] | undefined;
  chosen: readonly number[];
  onChange: (chosen: number[]) => void;
}) {
  return (
    <fieldset class="field">
      <legend class="field-label small">
        <b>{t('integrations.offers')}</b>
      </legend>
      {offers?.map(({ id, name }) => (
        <Tick
          key={id}
          label={name}
          value={chosen.includes(id)}
          onChange={(wanted) => onChange(wanted ? [...chosen, id] : chosen.filter((one) => one !== id))}
        />
      ))}
      {offers?.length === 0 && (
        <Note tone="amber">
          {t('integrations.noOffersYet')} <a href="/settings/offers">{t('integrations.makeOffer')}</a>
        </Note>
      )}
    </fieldset>
  );
}
