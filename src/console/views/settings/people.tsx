import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import { usePeople } from '../../api/directory.ts';
import { reread } from '../../api/query.ts';
import type { Person } from '../../api/types.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Button, Label, Time } from '../../parts/basics.tsx';
import { attempt, confirm, Dialog } from '../../parts/dialog.tsx';
import { FormFoot, Select, TextField } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';
import { Once } from './once.tsx';
import { Section } from './section.tsx';

export const roleOptions = () =>
  (['admin', 'operator', 'viewer'] as const).map((value) => ({ value, label: t(`roles.${value}`) }));

type Invited = Person & { link: string };

/** Who may sign in, and as what. */
export function People() {
  const [edited, setEdited] = useState<Person | 'new' | null>(null);
  const [invited, setInvited] = useState<Invited | null>(null);
  const renew = (person: Person) =>
    attempt(async () => {
      setInvited(await api.post<Invited>(`/api/people/${person.id}/link`));
    });
  const remove = async (person: Person): Promise<void> => {
    if (
      !(await confirm({
        title: t('settings.takeAway'),
        text: t('settings.takeAwayText', { name: person.name }),
        action: t('settings.takeAway'),
      }))
    )
      return;
    await attempt(() => api.delete(`/api/people/${person.id}`), t('common.saved'));
    reread('/api/people');
  };
  return (
    <>
      <Section
        title={t('settings.people')}
        rows={usePeople()}
        nameOf={({ name }) => name}
        create={t('settings.invite')}
        onCreate={() => setEdited('new')}
        empty={null}
        columns={[
          {
            name: t('common.name'),
            cell: ({ name, email }) => (
              <>
                {name}
                <div class="muted small breaks">{email}</div>
              </>
            ),
          },
          { name: t('settings.role'), cell: ({ role }) => t(`roles.${role}`) },
          { name: t('common.state'), cell: (person) => <Access person={person} /> },
          { name: t('settings.lastSeen'), cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
          {
            name: '',
            label: t('common.actions'),
            number: true,
            cell: (person) =>
              isAdmin() &&
              person.removedAt === null && (
                <>
                  <Button small onClick={() => setEdited(person)} label={`${t('common.edit')}: ${person.name}`}>
                    {t('common.edit')}
                  </Button>{' '}
                  <Button small onClick={() => renew(person)} label={`${t('settings.newLink')}: ${person.name}`}>
                    {t('settings.newLink')}
                  </Button>{' '}
                  <Button
                    small
                    kind="plain"
                    icon="trash"
                    label={`${t('settings.takeAway')}: ${person.name}`}
                    onClick={() => remove(person)}
                  />
                </>
              ),
          },
        ]}
      />
      {edited && (
        <PersonDialog
          person={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onInvited={setInvited}
        />
      )}
      {invited && (
        <Once
          title={t('settings.linkTitle', { name: invited.name })}
          text={t('settings.linkText')}
          secret={invited.link}
          onClose={() => setInvited(null)}
        />
      )}
    </>
  );
}

function Access({ person }: { person: Person }) {
  if (person.removedAt !== null) return <Label tone="grey">{t('settings.removed')}</Label>;
  return person.invited ? (
    <Label tone="amber">{t('settings.invited')}</Label>
  ) : (
    <Label tone="green">{t('settings.hasAccess')}</Label>
  );
}

function PersonDialog({
  person,
  onClose,
  onInvited,
}: {
  person: Person | null;
  onClose: () => void;
  onInvited: (person: Invited) => void;
}) {
  const form = useForm({ name: person?.name ?? '', email: person?.email ?? '', role: person?.role ?? 'operator' });
  const { values, set, errorOf } = form;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const done = await form.submit(async () => {
      if (person) await api.patch(`/api/people/${person.id}`, values);
      else onInvited(await api.post<Invited>('/api/people', values));
    });
    if (!done) return;
    reread('/api/people');
    onClose();
  };
  return (
    <Dialog title={person?.name ?? t('settings.invite')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <TextField
          label={t('common.name')}
          value={values.name}
          onInput={(value) => set('name', value)}
          error={errorOf('name')}
        />
        <TextField
          label={t('signIn.email')}
          type="email"
          value={values.email}
          onInput={(value) => set('email', value)}
          error={errorOf('email')}
        />
        <Select
          label={t('settings.role')}
          value={values.role}
          options={roleOptions()}
          onChange={(value) => set('role', value as 'admin')}
          error={errorOf('role')}
        />
        <FormFoot form={form} submit={person ? t('common.save') : t('settings.invite')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
