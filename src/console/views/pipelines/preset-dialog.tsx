import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import { useOffers } from '../../api/directory.ts';
import { type Pipeline, type Preset, useSourceTypes } from '../../api/intake.ts';
import { reread } from '../../api/query.ts';
import { navigate } from '../../app/router.ts';
import { language, t } from '../../app/words.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { FormFoot, optionsOf, Select, TextField } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';

/** Makes source and pipeline out of a preset; what is not known yet may stay empty, and is asked for before it starts. */
export function PresetDialog({ preset, onClose }: { preset: Preset; onClose: () => void }) {
  const offers = useOffers();
  const asked = preset.fields.filter(({ value }) => value === '' || value.startsWith('{param:'));
  const known = new Set(
    useSourceTypes()
      .find(({ type }) => type === preset.sourceType)
      ?.parameters.map(({ name }) => name),
  );
  // What the sender has no variable for comes from a field of the account's own, or is the same for everybody.
  const own = preset.fields
    .filter((field) => field.required && eventNames(field.value).length > 0)
    .filter((field) => !eventNames(field.value).some((name) => known.has(name)));
  const form = useForm(
    { name: preset.title[language.value], offerId: '', values: {} as Record<string, string> },
    `preset ${preset.name}`,
  );
  const { values, set, errorOf } = form;
  // Not with the rest, which the browser keeps as a draft.
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const offerId = values.offerId || String(offers?.[0]?.id ?? '');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const filled = (texts: Record<string, string>) =>
      Object.fromEntries(asked.filter(({ name }) => texts[name]).map(({ name }) => [name, texts[name]]));
    let made: Pipeline | undefined;
    const done = await form.submit(async () => {
      const fromEvent = own.flatMap((field) => {
        const value = values.values[field.name]?.trim() ?? '';
        const name = eventNames(field.value).at(-1) ?? '';
        return value.startsWith('{') ? [{ field: field.name, name, variable: value }] : [];
      });
      const constant = own.filter(({ name }) => values.values[name] && !fromEvent.some(({ field }) => field === name));
      const answer = await api.post<{ pipeline: Pipeline }>(`/api/presets/${preset.name}`, {
        name: values.name,
        offerId: Number(offerId),
        params: {
          ...filled(values.values),
          ...Object.fromEntries(constant.map(({ name }) => [name, values.values[name]?.trim()])),
        },
        secrets: filled(secrets),
        extraParameters: fromEvent.map(({ name, variable }) => ({ name, variable })),
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
            value={(secret ? secrets : values.values)[name] ?? ''}
            onInput={(value) =>
              secret ? setSecrets({ ...secrets, [name]: value }) : set('values', { ...values.values, [name]: value })
            }
            error={errorOf(`params.${name}`) ?? errorOf(`secrets.${name}`)}
          />
        ))}
        {own.length > 0 && (
          <>
            <div>
              <h3>{t('pipelines.presetOwn')}</h3>
              <p class="muted small">{t('pipelines.presetOwnText')}</p>
            </div>
            {own.map(({ name, hint }) => (
              <TextField
                key={name}
                label={name}
                hint={hint[language.value]}
                mono
                placeholder="{object.user.…}"
                value={values.values[name] ?? ''}
                onInput={(value) => set('values', { ...values.values, [name]: value })}
                error={errorOf(`params.${name}`)}
              />
            ))}
          </>
        )}
        <FormFoot form={form} submit={t('pipelines.created')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

/** The fields of an event that a template asks for. */
const eventNames = (template: string): string[] =>
  [...template.matchAll(/event\.([^|}]+)/g)].map(([, name]) => name?.trim() ?? '');
