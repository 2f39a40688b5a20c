import { api } from '../../api/client.ts';
import type { Pipeline } from '../../api/intake.ts';
import { reread } from '../../api/query.ts';
import { t } from '../../app/words.ts';
import { Panel } from '../../parts/basics.tsx';
import { toast } from '../../parts/dialog.tsx';
import { FormFoot, TextField } from '../../parts/forms.tsx';
import { Pairs } from '../../parts/pairs.tsx';
import { useForm } from '../../parts/use-form.ts';

/** What actions take as `{param:name}`, and who is told of failures. */
export function Parameters({ pipeline }: { pipeline: Pipeline }) {
  const form = useForm(
    {
      name: pipeline.name,
      notifyEmail: pipeline.notifyEmail ?? '',
      params: Object.entries(pipeline.params).map(([name, value]) => ({ name, value })),
      secrets: pipeline.secretNames.map((name) => ({ name, value: '' })),
    },
    `pipeline ${pipeline.id}`,
    ['secrets'],
  );
  const { values, set, errorOf } = form;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const params = Object.fromEntries(
      values.params.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]),
    );
    const secrets = Object.fromEntries(
      values.secrets.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]),
    );
    const gone = (before: readonly string[], now: object) =>
      Object.fromEntries(before.filter((name) => !Object.hasOwn(now, name)).map((name) => [name, null]));
    const typed = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
    const saved = await form.submit(() =>
      api.patch(`/api/pipelines/${pipeline.id}`, {
        name: values.name,
        notifyEmail: values.notifyEmail.trim() === '' ? null : values.notifyEmail.trim(),
        params: { ...params, ...gone(Object.keys(pipeline.params), params) },
        secrets: { ...typed, ...gone(pipeline.secretNames, secrets) },
      }),
    );
    if (!saved) return;
    toast(t('common.saved'));
    reread('/api/pipelines');
  };
  return (
    <Panel title={t('pipelines.params')}>
      <form class="form" onSubmit={submit}>
        <div class="form-row">
          <TextField
            label={t('common.name')}
            value={values.name}
            onInput={(name) => set('name', name)}
            error={errorOf('name')}
          />
          <TextField
            label={t('pipelines.notify')}
            type="email"
            value={values.notifyEmail}
            onInput={(value) => set('notifyEmail', value)}
            error={errorOf('notifyEmail')}
          />
        </div>
        <Pairs label={t('integrations.params')} pairs={values.params} onChange={(params) => set('params', params)} />
        <Pairs
          label={t('integrations.secrets')}
          hint={t('integrations.secretsHint')}
          secret
          pairs={values.secrets}
          onChange={(secrets) => set('secrets', secrets)}
          placeholder={({ name }) => (pipeline.secretNames.includes(name) ? t('integrations.secretKept') : undefined)}
        />
        <FormFoot form={form} submit={t('common.save')} disabled={!form.changed} discard />
      </form>
    </Panel>
  );
}
