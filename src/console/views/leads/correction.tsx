import { useState } from 'preact/hooks';
import { statuses } from '../../../../sandbox/contract/statuses.ts';
import { api } from '../../api/client.ts';
import { useReasons } from '../../api/directory.ts';
import { reread } from '../../api/query.ts';
import type { EditedLead, Lead } from '../../api/types.ts';
import { t, tCode, translated } from '../../app/words.ts';
import { Note } from '../../parts/basics.tsx';
import { Dialog, toast } from '../../parts/dialog.tsx';
import { FormFoot, optionsOf, Select, TextArea, TextField } from '../../parts/forms.tsx';
import { statusName } from '../../parts/status.tsx';
import { useForm } from '../../parts/use-form.ts';

const acceptance = 'accept';

/** An operator's edit: the same fields as a script's, by the operator's rules. Only what is filled in is sent. */
export function Correction({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const reasons = useReasons();
  const form = useForm(
    {
      move: '',
      reason: '',
      hold: '',
      comment: lead.comment ?? '',
      track: lead.track ?? '',
      base: lead.base ?? '',
      counts: lead.counts === null ? '' : String(lead.counts),
    },
    `lead ${lead.id}`,
  );
  const { values } = form;
  const [refusal, setRefusal] = useState<EditedLead['refusal']>();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    let answer: EditedLead | undefined;
    const sent = await form.submit(async () => {
      answer = await api.patch<EditedLead>(`/api/leads/${lead.id}`, editOf(values, lead));
    });
    if (!sent || !answer) return;
    setRefusal(answer.refusal);
    if (answer.outcome === 'refused') return;
    toast(t(answer.outcome === 'applied' ? 'leads.applied' : 'leads.unchanged'));
    reread('/api/leads', '/api/overview', '/api/lead-counts');
    onClose();
  };
  const moves = [
    { value: acceptance, label: t('leads.accept') },
    ...Object.keys(statuses).map((value) => ({ value, label: statusName(Number(value)) })),
  ];
  const text = (name: 'track' | 'base' | 'counts', label: string) => (
    <TextField
      label={label}
      value={values[name]}
      onInput={(value) => form.set(name, value)}
      error={form.errorOf(name)}
    />
  );
  return (
    <Dialog title={t('leads.correctTitle', { id: lead.id })} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <Select
          label={t('leads.newStatus')}
          value={values.move}
          any={t('leads.leaveStatus')}
          options={moves}
          onChange={(value) => form.set('move', value)}
          error={form.errorOf('status') ?? form.errorOf('accept')}
          {...(values.move === acceptance && { hint: t('leads.acceptHint') })}
        />
        {values.move === '5' && (
          <Select
            label={t('leads.reason')}
            value={values.reason}
            any={t('leads.defaultReason')}
            options={optionsOf(reasons)}
            onChange={(value) => form.set('reason', value)}
            error={form.errorOf('reason')}
          />
        )}
        {values.move === '4' && (
          <TextField
            label={t('leads.hold')}
            value={values.hold}
            onInput={(value) => form.set('hold', value)}
            error={form.errorOf('hold')}
          />
        )}
        <TextArea
          label={t('leads.comment')}
          value={values.comment}
          onInput={(value) => form.set('comment', value)}
          error={form.errorOf('comment')}
          rows={3}
        />
        <div class="form-row">
          {text('base', t('leads.unitPrice'))}
          {text('counts', t('leads.units'))}
          {text('track', t('leads.track'))}
        </div>
        {refusal && (
          <Note tone="red" role="alert">
            <strong>{tCode('refusals', refusal.code)}.</strong> {translated(refusal)}
          </Note>
        )}
        <FormFoot form={form} submit={t('leads.apply')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

function editOf(
  values: { move: string; reason: string; hold: string; comment: string; track: string; base: string; counts: string },
  lead: Lead,
): Record<string, unknown> {
  const { move, reason, hold, comment, track, base, counts } = values;
  const changed = (value: string, before: string | number | null): boolean =>
    value !== '' && value !== String(before ?? '');
  return {
    ...(move === acceptance && { accept: true }),
    ...(move !== '' && move !== acceptance && !(move === '4' && hold !== '') && { status: move }),
    ...(move === '4' && hold !== '' && { hold }),
    ...(move === '5' && reason !== '' && { reason }),
    ...(comment !== (lead.comment ?? '') && { comment }),
    ...(changed(track, lead.track) && { track }),
    ...(changed(base, lead.base) && { base }),
    ...(changed(counts, lead.counts) && { counts }),
  };
}
