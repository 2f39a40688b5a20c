import { api } from '../../api/client.ts';
import { navigate, path } from '../../app/router.ts';
import { readSession } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { FormFoot, TextField } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';
import { Frame } from './frame.tsx';

/** Stands in the place of whatever view was asked for, which appears once one is signed in. */
export function SignIn() {
  const form = useForm({ email: '', password: '' });
  const submit = (event: Event): void => {
    event.preventDefault();
    void form.submit(async (values) => {
      await api.post('/api/session', values);
      await readSession();
      if (path.value === '/sign-in') navigate('/', { replace: true });
    });
  };
  return (
    <Frame title={t('signIn.title')} text={t('signIn.tagline')}>
      <form class="form" onSubmit={submit}>
        <TextField
          label={t('signIn.email')}
          type="email"
          value={form.values.email}
          onInput={(value) => form.set('email', value)}
          error={form.errorOf('email')}
          autocomplete="username"
          required
          autofocus
        />
        <TextField
          label={t('signIn.password')}
          type="password"
          value={form.values.password}
          onInput={(value) => form.set('password', value)}
          error={form.errorOf('password')}
          autocomplete="current-password"
          required
        />
        <FormFoot form={form} submit={t('signIn.submit')} />
      </form>
      <p class="muted small">{t('signIn.first')}</p>
    </Frame>
  );
}
