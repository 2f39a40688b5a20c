import { api } from '../../api/client.ts';
import { useOffers } from '../../api/directory.ts';
import type { Pipeline, Preset } from '../../api/intake.ts';
import { reread } from '../../api/query.ts';
import { navigate } from '../../app/router.ts';
import { language, t } from '../../app/words.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { FormFoot, optionsOf, Select, TextField, useForm } from '../../parts/forms.tsx';

/** Makes source and pipeline out of a preset; what is not known yet may stay empty, and is asked for before it starts. */
export function PresetDialog({ preset, onClose }: { preset: Preset; onClose: () => void }) {
  const offers = useOffers();
  const asked = preset.fields.filter(({ value }) => value === '' || value.startsWith('{param:'));
  const form = useForm(
    { name: preset.title[language.value], offerId: '', values: {} as Record<string, string> },
    `preset ${preset.name}`,
  );
  const { values, set, errorOf } = form;
  const offerId = values.offerId || String(offers?.[0]?.id ?? '');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const given = (secret: boolean) =>
      Object.fromEntries(
        asked
          .filter((field) => field.secret === secret && values.values[field.name])
          .map(({ name }) => [name, values.values[name]]),
      );
    let made: Pipeline | undefined;
    const done = await form.submit(async () => {
      const answer = await api.post<{ pipeline: Pipeline }>(`/api/presets/${preset.name}`, {
        name: values.name,
        offerId: Number(offerId),
        params: given(false),
        secrets: given(true),
      });
      made = answer.pipeline;
    });
    if (!done || !made) return;
    reread('/api/pipelines', '/api/sources');
    navigate(`/pipelines/${made.id}`);
  };
  return (
    <Dialog title={preset.title[language.value]} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <TextField
          label={t('common.name')}
          value={values.name}
          onInput={(name) => set('name', name)}
          error={errorOf('name')}
        />
        <Select
          label={t('common.offer')}
          value={offerId}
          options={optionsOf(offers)}
          onChange={(value) => set('offerId', value)}
          error={errorOf('offerId')}
        />
        <h3>{t('pipelines.presetFields')}</h3>
        {asked.map(({ name, hint, secret }) => (
          <TextField
            key={name}
            label={name}
            hint={hint[language.value]}
            type={secret ? 'password' : 'text'}
            value={values.values[name] ?? ''}
            onInput={(value) => set('values', { ...values.values, [name]: value })}
            error={errorOf(`params.${name}`) ?? errorOf(`secrets.${name}`)}
          />
        ))}
        <FormFoot form={form} submit={t('pipelines.created')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
