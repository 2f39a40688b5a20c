import { api } from '../../api/client.ts';
import { t } from '../../app/words.ts';
import { Panel } from '../../parts/basics.tsx';
import { toast } from '../../parts/dialog.tsx';
import { FormFoot, TextField } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';

/** One's own password. */
export function Account() {
  const form = useForm({ currentPassword: '', password: '' });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!(await form.submit((values) => api.post('/api/me/password', values)))) return;
    form.reset({ currentPassword: '', password: '' });
    toast(t('settings.passwordChanged'));
  };
  return (
    <Panel title={t('settings.changePassword')}>
      <form class="form narrow" onSubmit={submit}>
        <TextField
          label={t('settings.currentPassword')}
          type="password"
          autocomplete="current-password"
          value={form.values.currentPassword}
          onInput={(value) => form.set('currentPassword', value)}
          error={form.errorOf('currentPassword')}
        />
        <TextField
          label={t('settings.newPassword')}
          hint={t('welcome.passwordHint')}
          type="password"
          autocomplete="new-password"
          value={form.values.password}
          onInput={(value) => form.set('password', value)}
          error={form.errorOf('password')}
        />
        <FormFoot form={form} submit={t('settings.changePassword')} disabled={!form.changed} />
      </form>
    </Panel>
  );
}
