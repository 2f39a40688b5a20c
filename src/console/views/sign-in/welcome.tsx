import { useEffect, useState } from 'preact/hooks';
import { api, Problem } from '../../api/client.ts';
import { navigate } from '../../app/router.ts';
import { readSession } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Bones, ProblemNote } from '../../parts/basics.tsx';
import { FormFoot, TextField } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';
import { Frame } from './frame.tsx';

interface Invitation {
  person: { name: string; email: string } | null;
}

/** Behind a one-time link: a password is chosen, by the first administrator or by somebody who was let in. */
export function Welcome() {
  const [token] = useState(() => window.location.hash.slice(1));
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    api
      .post<Invitation>('/api/invitation', { token })
      .then(setInvitation, (error: unknown) => error instanceof Problem && setProblem(error));
  }, []);
  const person = invitation?.person;
  return (
    <Frame
      title={person ? t('welcome.invited', { name: person.name }) : t('welcome.first')}
      text={
        person
          ? t('welcome.invitedText', { email: person.email })
          : invitation
            ? t('welcome.firstText')
            : t('signIn.tagline')
      }
    >
      {problem ? (
        <ProblemNote problem={problem} />
      ) : invitation ? (
        <Choose token={token} first={invitation.person === null} />
      ) : (
        <Bones rows={3} />
      )}
      {problem && <a href="/sign-in">{t('signIn.title')}</a>}
    </Frame>
  );
}

function Choose({ token, first }: { token: string; first: boolean }) {
  const form = useForm({ name: '', email: '', password: '' });
  const submit = (event: Event): void => {
    event.preventDefault();
    void form.submit(async ({ name, email, password }) => {
      await api.post('/api/invitation/accept', { token, password, ...(first && { name, email }) });
      await readSession();
      navigate('/', { replace: true });
    });
  };
  return (
    <form class="form" onSubmit={submit}>
      {first && (
        <>
          <TextField
            label={t('welcome.name')}
            value={form.values.name}
            onInput={(value) => form.set('name', value)}
            error={form.errorOf('name')}
            autocomplete="name"
            required
            autofocus
          />
          <TextField
            label={t('signIn.email')}
            type="email"
            value={form.values.email}
            onInput={(value) => form.set('email', value)}
            error={form.errorOf('email')}
            autocomplete="username"
            required
          />
        </>
      )}
      <TextField
        label={t('welcome.password')}
        type="password"
        value={form.values.password}
        onInput={(value) => form.set('password', value)}
        error={form.errorOf('password')}
        hint={t('welcome.passwordHint')}
        autocomplete="new-password"
        required
      />
      <FormFoot form={form} submit={t('welcome.submit')} />
    </form>
  );
}
