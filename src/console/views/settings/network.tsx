import { api } from '../../api/client.ts';
import { useReasons } from '../../api/directory.ts';
import { reread, useQuery } from '../../api/query.ts';
import type { Settings } from '../../api/types.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Bones, Panel } from '../../parts/basics.tsx';
import { toast } from '../../parts/dialog.tsx';
import { FormFoot, optionsOf, Select, TextArea, TextField, Tick } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';

/** What holds for the whole network. */
export function Network() {
  const { data } = useQuery<Settings>('/api/settings');
  return <Panel title={t('settings.network')}>{data ? <NetworkForm settings={data} /> : <Bones />}</Panel>;
}

function NetworkForm({ settings }: { settings: Settings }) {
  const reasons = useReasons();
  const form = useForm(
    {
      paused: settings.paused,
      language: settings.language,
      defaultReasonId: String(settings.defaultReasonId),
      mailTo: (settings.mail.to ?? []).join('\n'),
      chatId: settings.telegram.chatId ?? '',
      runsKeptDays: String(settings.runsKeptDays),
    },
    'network',
  );
  const { values, set, errorOf } = form;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const saved = await form.submit(() =>
      api.patch('/api/settings', {
        paused: values.paused,
        language: values.language,
        defaultReasonId: Number(values.defaultReasonId),
        mail: { ...settings.mail, to: values.mailTo.split(/[\s,;]+/).filter(Boolean) },
        telegram: values.chatId.trim() === '' ? {} : { chatId: values.chatId.trim() },
        runsKeptDays: Number(values.runsKeptDays),
      }),
    );
    if (!saved) return;
    toast(t('common.saved'));
    reread('/api/settings');
  };
  return (
    <form class="form narrow" onSubmit={submit} inert={!isAdmin()}>
      <Tick
        label={t('settings.paused')}
        hint={t('settings.pausedHint')}
        value={values.paused}
        onChange={(paused) => set('paused', paused)}
      />
      <div class="form-row">
        <Select
          label={t('settings.defaultReason')}
          value={values.defaultReasonId}
          options={optionsOf(reasons)}
          onChange={(value) => set('defaultReasonId', value)}
          error={errorOf('defaultReasonId')}
        />
        <TextField
          label={t('settings.runsKept')}
          value={values.runsKeptDays}
          onInput={(value) => set('runsKeptDays', value)}
          error={errorOf('runsKeptDays')}
        />
      </div>
      <TextArea
        label={t('settings.mailTo')}
        hint={t('settings.mailToHint')}
        rows={2}
        value={values.mailTo}
        onInput={(value) => set('mailTo', value)}
        error={errorOf('mail')}
      />
      <div class="form-row">
        <TextField
          label={t('settings.telegram')}
          value={values.chatId}
          onInput={(value) => set('chatId', value)}
          error={errorOf('telegram')}
        />
        <Select
          label={t('settings.language')}
          value={values.language}
          options={[
            { value: 'ru', label: t('settings.russian') },
            { value: 'en', label: t('settings.english') },
          ]}
          onChange={(value) => set('language', value as 'ru')}
        />
      </div>
      <FormFoot form={form} submit={t('common.save')} disabled={!form.changed} discard />
    </form>
  );
}
