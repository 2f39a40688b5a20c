import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import { useCurrencies, useOffers } from '../../api/directory.ts';
import { reread } from '../../api/query.ts';
import type { Offer } from '../../api/types.ts';
import { money, t } from '../../app/words.ts';
import { Empty } from '../../parts/basics.tsx';
import { Dialog, toast } from '../../parts/dialog.tsx';
import { FormFoot, Select, TextField, Tick } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';
import { Goals } from './goals.tsx';
import { Section } from './section.tsx';

export function Offers() {
  const offers = useOffers();
  const [edited, setEdited] = useState<Offer | 'new' | null>(null);
  return (
    <>
      <Section
        title={t('settings.offers')}
        rows={offers}
        path="/api/offers"
        nameOf={({ name }) => name}
        create={t('settings.newOffer')}
        onCreate={() => setEdited('new')}
        onEdit={setEdited}
        empty={
          <Empty icon="leads" title={t('settings.noOffers')}>
            <p>{t('settings.noOffersText')}</p>
          </Empty>
        }
        columns={[
          { name: 'Id', cell: ({ id }) => id },
          {
            name: t('common.name'),
            cell: ({ name, delivery }) => (
              <>
                {name}
                {!delivery && <div class="muted small">{t('settings.noDelivery')}</div>}
              </>
            ),
          },
          { name: t('settings.price'), number: true, cell: ({ price, currency }) => money(price, currency) },
          { name: t('settings.pay'), number: true, cell: ({ payout, currency }) => money(payout.pay, currency) },
          { name: t('settings.wm'), number: true, cell: ({ payout, currency }) => money(payout.wm, currency) },
          { name: t('settings.ref'), number: true, cell: ({ payout, currency }) => money(payout.ref, currency) },
          { name: t('settings.holdDays'), number: true, cell: ({ holdDays }) => holdDays },
        ]}
      />
      {edited && <OfferDialog offer={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function OfferDialog({ offer, onClose }: { offer: Offer | null; onClose: () => void }) {
  const currencies = useCurrencies();
  const form = useForm(
    {
      name: offer?.name ?? '',
      currency: offer?.currency ?? 'RUB',
      price: offer?.price ?? '0',
      delivery: offer?.delivery ?? true,
      holdDays: String(offer?.holdDays ?? 0),
      cancelAfterDays: String(offer?.cancelAfterDays ?? ''),
      payoutPerUnit: offer?.payoutPerUnit ?? false,
      pay: offer?.payout.pay ?? '0',
      wm: offer?.payout.wm ?? '0',
      ref: offer?.payout.ref ?? '0',
    },
    offer ? `offer ${offer.id}` : 'new offer',
  );
  const { values, set, errorOf } = form;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { holdDays, cancelAfterDays, pay, wm, ref, ...rest } = values;
    const input = {
      ...rest,
      holdDays: Number(holdDays),
      cancelAfterDays: cancelAfterDays.trim() === '' ? null : Number(cancelAfterDays),
      payout: { pay, wm, ref },
    };
    if (
      !(await form.submit(() => (offer ? api.patch(`/api/offers/${offer.id}`, input) : api.post('/api/offers', input))))
    )
      return;
    toast(t('common.saved'));
    reread('/api/offers');
    onClose();
  };
  const text = (
    name: 'name' | 'price' | 'holdDays' | 'cancelAfterDays' | 'pay' | 'wm' | 'ref',
    label: string,
    path: string = name,
    hint?: string,
  ) => (
    <TextField
      label={label}
      value={values[name]}
      onInput={(value) => set(name, value)}
      error={errorOf(path)}
      {...(hint !== undefined && { hint })}
    />
  );
  return (
    <Dialog title={offer ? offer.name : t('settings.newOffer')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        {text('name', t('common.name'))}
        <div class="form-row">
          <Select
            label={t('settings.currency')}
            value={values.currency}
            options={(currencies ?? []).map(({ iso }) => ({ value: iso, label: iso }))}
            onChange={(value) => set('currency', value)}
            error={errorOf('currency')}
          />
          {text('price', t('settings.price'))}
        </div>
        <div class="form-row">
          {text('pay', t('settings.pay'), 'payout.pay')}
          {text('wm', t('settings.wm'), 'payout.wm')}
          {text('ref', t('settings.ref'), 'payout.ref')}
        </div>
        <div class="form-row">
          {text('holdDays', t('settings.holdDays'))}
          {text('cancelAfterDays', t('settings.cancelAfter'), 'cancelAfterDays', t('settings.cancelAfterHint'))}
        </div>
        <Tick
          label={t('settings.delivery')}
          hint={t('settings.deliveryHint')}
          value={values.delivery}
          onChange={(value) => set('delivery', value)}
        />
        <Tick
          label={t('settings.perUnit')}
          value={values.payoutPerUnit}
          onChange={(value) => set('payoutPerUnit', value)}
        />
        <FormFoot form={form} submit={t('common.save')} onCancel={onClose} />
      </form>
      {offer && <Goals offer={offer} />}
    </Dialog>
  );
}
