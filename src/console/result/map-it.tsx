import { useState } from 'preact/hooks';
import { statuses } from '../../../sandbox/contract/statuses.ts';
import { api } from '../api/client.ts';
import { useReasons } from '../api/directory.ts';
import { reread } from '../api/query.ts';
import { isAdmin } from '../app/session.ts';
import { t } from '../app/words.ts';
import { Button } from '../parts/basics.tsx';
import { Dialog, toast } from '../parts/dialog.tsx';
import { FormFoot, optionsOf, Select } from '../parts/forms.tsx';
import { statusName } from '../parts/status.tsx';
import { useForm } from '../parts/use-form.ts';

/** Says, once and for all of an integration, what a status text of its CRM means. */
export function MapIt({
  integrationId,
  text,
  onMapped,
}: {
  integrationId: number;
  text: string;
  onMapped?: () => void;
}) {
  const [open, setOpen] = useState(false);
  if (!isAdmin()) return null;
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        {t('runs.mapIt')}
      </Button>
      {open && (
        <MapDialog
          integrationId={integrationId}
          text={text}
          onClose={() => setOpen(false)}
          {...(onMapped && { onMapped })}
        />
      )}
    </>
  );
}

const acceptance = 'accept';

function MapDialog({
  integrationId,
  text,
  onClose,
  onMapped,
}: {
  integrationId: number;
  text: string;
  onClose: () => void;
  onMapped?: () => void;
}) {
  const reasons = useReasons();
  const form = useForm({ meaning: acceptance, reason: '' });
  const { meaning, reason } = form.values;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const mapped = await form.submit(() =>
      api.post('/api/status-mappings', {
        integrationId,
        text,
        ...(meaning === acceptance ? { accept: true } : { status: Number(meaning) }),
        ...(meaning === '5' && reason !== '' && { reason: Number(reason) }),
      }),
    );
    if (!mapped) return;
    reread('/api/unrecognised', '/api/status-mappings', '/api/overview');
    toast(t('unrecognised.mapped', { text }));
    onMapped?.();
    onClose();
  };
  const meanings = [
    { value: acceptance, label: t('unrecognised.accept') },
    ...Object.keys(statuses).map((status) => ({ value: status, label: statusName(Number(status)) })),
  ];
  return (
    <Dialog title={t('unrecognised.whatMeans', { text })} onClose={onClose}>
      <p class="muted">{t('unrecognised.mapText')}</p>
      <form class="form" onSubmit={submit}>
        <Select
          label={t('unrecognised.meaning')}
          value={meaning}
          options={meanings}
          onChange={(value) => form.set('meaning', value)}
          error={form.errorOf('status') ?? form.errorOf('accept')}
        />
        {meaning === '5' && (
          <Select
            label={t('leads.reason')}
            value={reason}
            any={t('leads.defaultReason')}
            options={optionsOf(reasons)}
            onChange={(value) => form.set('reason', value)}
            error={form.errorOf('reason')}
          />
        )}
        <FormFoot form={form} submit={t('runs.mapIt')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
