import { api } from '../../api/client.ts';
import { type Pipeline, type Source, useSources, useSourceTypes } from '../../api/intake.ts';
import { reread } from '../../api/query.ts';
import { navigate } from '../../app/router.ts';
import { language, t } from '../../app/words.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { FormFoot, Select, TextField } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';

const madeNew = 'new ';

/** A source, new or one that is there, and a pipeline that has no actions yet: its first events can be looked at. */
export function NewPipeline({ onClose }: { onClose: () => void }) {
  const [types, sources] = [useSourceTypes(), useSources() ?? []];
  const form = useForm({ name: '', source: '' });
  const { values, set, errorOf } = form;
  const source = values.source || (types[0] ? madeNew + types[0].type : '');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    let made: Pipeline | undefined;
    const done = await form.submit(async () => {
      const sourceId = source.startsWith(madeNew)
        ? (await api.post<Source>('/api/sources', { name: values.name, type: source.slice(madeNew.length) })).id
        : Number(source);
      made = await api.post<Pipeline>('/api/pipelines', { name: values.name, sourceId });
    });
    if (!done || !made) return;
    reread('/api/pipelines', '/api/sources');
    navigate(`/pipelines/${made.id}`);
  };
  return (
    <Dialog title={t('pipelines.new')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <Select
          label={t('pipelines.source')}
          value={source}
          options={[
            ...types.map((one) => ({ value: madeNew + one.type, label: one.title[language.value] })),
            ...sources.map(({ id, name }) => ({ value: String(id), label: t('pipelines.sameSource', { name }) })),
          ]}
          onChange={(value) => set('source', value)}
          error={errorOf('type') ?? errorOf('sourceId')}
        />
        <TextField
          label={t('common.name')}
          value={values.name}
          onInput={(name) => set('name', name)}
          error={errorOf('name')}
          autofocus
        />
        <FormFoot form={form} submit={t('common.create')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
