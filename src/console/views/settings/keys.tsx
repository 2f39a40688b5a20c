import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import { useKeys } from '../../api/directory.ts';
import { reread } from '../../api/query.ts';
import type { Key } from '../../api/types.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Button, Label, Time } from '../../parts/basics.tsx';
import { attempt, confirm, Dialog } from '../../parts/dialog.tsx';
import { FormFoot, Select, TextField } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';
import { Once } from './once.tsx';
import { roleOptions } from './people.tsx';
import { Section } from './section.tsx';

type MadeKey = Key & { key: string };

/** Keys that programs call the API with. */
export function Keys() {
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  const revoke = async ({ id, name }: Key): Promise<void> => {
    if (
      !(await confirm({
        title: t('settings.revoke'),
        text: t('settings.revokeText', { name }),
        action: t('settings.revoke'),
      }))
    )
      return;
    await attempt(() => api.delete(`/api/keys/${id}`), t('common.saved'));
    reread('/api/keys');
  };
  return (
    <>
      <Section
        title={t('settings.keys')}
        rows={useKeys()}
        nameOf={({ name }) => name}
        create={t('settings.newKey')}
        onCreate={() => setCreating(true)}
        empty={null}
        columns={[
          { name: t('common.name'), cell: ({ name }) => name },
          { name: t('settings.role'), cell: ({ role }) => t(`roles.${role}`) },
          { name: t('settings.keyStart'), cell: ({ prefix }) => <code>{prefix}</code> },
          {
            name: t('common.state'),
            cell: ({ revokedAt }) =>
              revokedAt === null ? (
                <Label tone="green">{t('settings.working')}</Label>
              ) : (
                <Label tone="grey">{t('settings.revoked')}</Label>
              ),
          },
          { name: t('settings.lastUsed'), cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
          {
            name: '',
            label: t('common.actions'),
            number: true,
            cell: (key) =>
              isAdmin() &&
              key.revokedAt === null && (
                <Button small onClick={() => revoke(key)} label={`${t('settings.revoke')}: ${key.name}`}>
                  {t('settings.revoke')}
                </Button>
              ),
          },
        ]}
      />
      {creating && <KeyDialog onClose={() => setCreating(false)} onMade={setMade} />}
      {made && (
        <Once
          title={t('settings.keyTitle', { name: made.name })}
          text={t('settings.keyText')}
          secret={made.key}
          onClose={() => setMade(null)}
        />
      )}
    </>
  );
}

function KeyDialog({ onClose, onMade }: { onClose: () => void; onMade: (key: MadeKey) => void }) {
  const form = useForm({ name: '', role: 'operator' });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!(await form.submit(async (values) => onMade(await api.post<MadeKey>('/api/keys', values))))) return;
    reread('/api/keys');
    onClose();
  };
  return (
    <Dialog title={t('settings.newKey')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <TextField
          label={t('common.name')}
          value={form.values.name}
          onInput={(value) => form.set('name', value)}
          error={form.errorOf('name')}
        />
        <Select
          label={t('settings.role')}
          value={form.values.role}
          options={roleOptions()}
          onChange={(value) => form.set('role', value)}
        />
        <FormFoot form={form} submit={t('common.create')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
