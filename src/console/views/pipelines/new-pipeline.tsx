import { api } from '../../api/client.ts';
import type { Pipeline, Source, SourceType } from '../../api/intake.ts';
import { reread, useQuery } from '../../api/query.ts';
import { navigate } from '../../app/router.ts';
import { language, t } from '../../app/words.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { FormFoot, Select, TextField, useForm } from '../../parts/forms.tsx';

/** A source and a pipeline that has no actions yet: its first events can be looked at. */
export function NewPipeline({ onClose }: { onClose: () => void }) {
  const types = useQuery<{ items: SourceType[] }>('/api/source-types').data?.items ?? [];
  const form = useForm({ name: '', type: '' });
  const { values, set, errorOf } = form;
  const type = values.type || (types[0]?.type ?? '');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    let made: Pipeline | undefined;
    const done = await form.submit(async () => {
      const source = await api.post<Source>('/api/sources', { name: values.name, type });
      made = await api.post<Pipeline>('/api/pipelines', { name: values.name, sourceId: source.id });
    });
    if (!done || !made) return;
    reread('/api/pipelines', '/api/sources');
    navigate(`/pipelines/${made.id}`);
  };
  return (
    <Dialog title={t('pipelines.new')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <TextField
          label={t('common.name')}
          value={values.name}
          onInput={(name) => set('name', name)}
          error={errorOf('name')}
          autofocus
        />
        <Select
          label={t('pipelines.sourceType')}
          value={type}
          options={types.map((one) => ({ value: one.type, label: one.title[language.value] }))}
          onChange={(value) => set('type', value)}
          error={errorOf('type')}
        />
        <FormFoot form={form} submit={t('common.create')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
