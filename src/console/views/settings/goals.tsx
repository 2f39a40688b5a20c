import { api } from '../../api/client.ts';
import { reread, useAll } from '../../api/query.ts';
import type { Goal, Offer } from '../../api/types.ts';
import { money, t } from '../../app/words.ts';
import { Button } from '../../parts/basics.tsx';
import { attempt } from '../../parts/dialog.tsx';
import { FormFoot, TextField } from '../../parts/forms.tsx';
import { Table } from '../../parts/table.tsx';
import { useForm } from '../../parts/use-form.ts';

/** Goals of an offer, each with payouts of its own where it needs them. */
export function Goals({ offer }: { offer: Offer }) {
  const path = `/api/offers/${offer.id}/goals`;
  const goals = useAll<Goal>(path) ?? [];
  const form = useForm({ code: '', name: '', pay: '', wm: '', ref: '' });
  const { values, set, errorOf } = form;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const payout = Object.fromEntries(
      (['pay', 'wm', 'ref'] as const).filter((name) => values[name].trim() !== '').map((name) => [name, values[name]]),
    );
    const made = await form.submit(() =>
      api.post(path, {
        code: values.code,
        name: values.name,
        payout: Object.keys(payout).length === 0 ? null : payout,
      }),
    );
    if (!made) return;
    form.reset({ code: '', name: '', pay: '', wm: '', ref: '' });
    reread(path);
  };
  const remove = async ({ id }: Goal): Promise<void> => {
    await attempt(() => api.delete(`${path}/${id}`), t('common.deleted'));
    reread(path);
  };
  const amount = (value: string | null | undefined) => (value == null ? '—' : money(value, offer.currency));
  return (
    <section class="stack">
      <h3>{t('settings.goals')}</h3>
      {goals.length === 0 ? (
        <p class="muted">{t('settings.noGoals')}</p>
      ) : (
        <Table
          label={t('settings.goals')}
          rows={goals}
          keyOf={({ id }) => id}
          columns={[
            { name: t('settings.goalCode'), cell: ({ code }) => <code>{code}</code> },
            { name: t('common.name'), cell: ({ name }) => name },
            { name: t('settings.pay'), number: true, cell: ({ payout }) => amount(payout?.pay) },
            { name: t('settings.wm'), number: true, cell: ({ payout }) => amount(payout?.wm) },
            { name: t('settings.ref'), number: true, cell: ({ payout }) => amount(payout?.ref) },
            {
              name: '',
              label: t('common.actions'),
              number: true,
              cell: (goal) => (
                <Button
                  small
                  kind="plain"
                  icon="trash"
                  label={`${t('common.delete')}: ${goal.name}`}
                  onClick={() => remove(goal)}
                />
              ),
            },
          ]}
        />
      )}
      <form class="form" onSubmit={submit}>
        <div class="form-row">
          <TextField
            label={t('settings.goalCode')}
            value={values.code}
            onInput={(value) => set('code', value)}
            error={errorOf('code')}
          />
          <TextField
            label={t('common.name')}
            value={values.name}
            onInput={(value) => set('name', value)}
            error={errorOf('name')}
          />
        </div>
        <div class="form-row">
          {(['pay', 'wm', 'ref'] as const).map((name) => (
            <TextField
              key={name}
              label={t(`settings.${name}`)}
              value={values[name]}
              placeholder={t('settings.goalPayoutHint')}
              onInput={(value) => set(name, value)}
              error={errorOf(`payout.${name}`)}
            />
          ))}
        </div>
        <FormFoot form={form} submit={t('settings.newGoal')} disabled={!form.changed} />
      </form>
    </section>
  );
}
