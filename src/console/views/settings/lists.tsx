import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import { useCurrencies, useReasons } from '../../api/directory.ts';
import { reread } from '../../api/query.ts';
import type { Currency, Reason } from '../../api/types.ts';
import { t } from '../../app/words.ts';
import { Label } from '../../parts/basics.tsx';
import { Dialog, toast } from '../../parts/dialog.tsx';
import { FormFoot, TextField, Tick } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';
import { Section } from './section.tsx';

export function Reasons() {
  const [edited, setEdited] = useState<Reason | 'new' | null>(null);
  return (
    <>
      <Section
        title={t('settings.reasons')}
        rows={useReasons()}
        path="/api/reasons"
        nameOf={({ name }) => name}
        create={t('settings.newReason')}
        onCreate={() => setEdited('new')}
        onEdit={setEdited}
        empty={null}
        columns={[
          { name: 'Id', cell: ({ id }) => id },
          { name: t('common.name'), cell: ({ name }) => name },
          {
            name: t('settings.trash'),
            cell: ({ trash }) => trash && <Label tone="orange">{t('settings.trash')}</Label>,
          },
        ]}
      />
      {edited && <ReasonDialog reason={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function ReasonDialog({ reason, onClose }: { reason: Reason | null; onClose: () => void }) {
  const form = useForm({ name: reason?.name ?? '', trash: reason?.trash ?? false });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (
      !(await form.submit((values) =>
        reason ? api.patch(`/api/reasons/${reason.id}`, values) : api.post('/api/reasons', values),
      ))
    )
      return;
    toast(t('common.saved'));
    reread('/api/reasons');
    onClose();
  };
  return (
    <Dialog title={reason?.name ?? t('settings.newReason')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <TextField
          label={t('common.name')}
          value={form.values.name}
          onInput={(value) => form.set('name', value)}
          error={form.errorOf('name')}
        />
        <Tick label={t('settings.trash')} value={form.values.trash} onChange={(value) => form.set('trash', value)} />
        <FormFoot form={form} submit={t('common.save')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

export function Currencies() {
  const [creating, setCreating] = useState(false);
  const form = useForm({ iso: '' });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!(await form.submit(({ iso }) => api.post<Currency>('/api/currencies', { iso: iso.trim().toUpperCase() }))))
      return;
    form.reset({ iso: '' });
    reread('/api/currencies');
    setCreating(false);
  };
  return (
    <>
      <Section
        title={t('settings.currencies')}
        rows={useCurrencies()}
        path="/api/currencies"
        nameOf={({ iso }) => iso}
        create={t('settings.newCurrency')}
        onCreate={() => setCreating(true)}
        empty={null}
        columns={[
          { name: 'Id', cell: ({ id }) => id },
          { name: t('settings.iso'), cell: ({ iso }) => <code>{iso}</code> },
        ]}
      />
      {creating && (
        <Dialog title={t('settings.newCurrency')} onClose={() => setCreating(false)}>
          <form class="form" onSubmit={submit}>
            <TextField
              label={t('settings.iso')}
              value={form.values.iso}
              onInput={(value) => form.set('iso', value)}
              error={form.errorOf('iso')}
            />
            <FormFoot form={form} submit={t('common.create')} onCancel={() => setCreating(false)} />
          </form>
        </Dialog>
      )}
    </>
  );
}
