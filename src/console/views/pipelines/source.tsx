import { api } from '../../api/client.ts';
import { type Source, usePipelines } from '../../api/intake.ts';
import { reread, useQuery } from '../../api/query.ts';
import { Page } from '../../app/page.tsx';
import { navigate } from '../../app/router.ts';
import { isAdmin } from '../../app/session.ts';
import type { ViewProps } from '../../app/views.ts';
import { t } from '../../app/words.ts';
import { Bones, Button, Label, Panel, ProblemNote } from '../../parts/basics.tsx';
import { attempt, confirm, toast } from '../../parts/dialog.tsx';
import { FormFoot, TextArea, TextField } from '../../parts/forms.tsx';
import { Pairs } from '../../parts/pairs.tsx';
import { useForm } from '../../parts/use-form.ts';
import { PipelineState } from './list.tsx';
import { SourceAddress, useTypeName } from './source-address.tsx';

/** An address that takes events: what it is made of, and whom it lets in. */
export default function SourceView({ params }: ViewProps) {
  const address = `/api/sources/${params['id']}`;
  const { data: source, problem, loading, refresh } = useQuery<Source>(address);
  const typeName = useTypeName(source?.type ?? '');
  const pipelines = usePipelines()?.filter(({ sourceId }) => sourceId === source?.id) ?? [];
  const remove = async (): Promise<void> => {
    const sure = await confirm({
      title: t('pipelines.deleteTitle', { name: source?.name ?? '' }),
      text: t('eventSources.deleteText'),
      action: t('common.delete'),
    });
    if (!sure || !(await attempt(() => api.delete(address), t('common.deleted')))) return;
    reread('/api/sources');
    navigate('/pipelines');
  };
  return (
    <Page
      title={source?.name ?? t('pipelines.source')}
      crumbs={[['/pipelines', t('pipelines.title')]]}
      marks={
        source && (
          <Label tone="violet" bare>
            {typeName}
          </Label>
        )
      }
      actions={source && isAdmin() && <Button kind="plain" icon="trash" label={t('common.delete')} onClick={remove} />}
    >
      <ProblemNote problem={problem} onRetry={refresh} />
      {loading && <Bones rows={8} />}
      {source && (
        <>
          <Panel title={t('pipelines.address')}>
            <SourceAddress source={source} />
          </Panel>
          <div class="grid-2">
            {isAdmin() && <SourceSettings source={source} />}
            <Panel title={t('eventSources.takenBy')}>
              {pipelines.length === 0 ? (
                <p class="muted">{t('eventSources.takenByNone')}</p>
              ) : (
                <ul class="stack tight">
                  {pipelines.map((pipeline) => (
                    <li key={pipeline.id} class="row">
                      <a class="breaks" href={`/pipelines/${pipeline.id}`}>
                        {pipeline.name}
                      </a>
                      <PipelineState pipeline={pipeline} />
                    </li>
                  ))}
                </ul>
              )}
            </Panel>
          </div>
        </>
      )}
    </Page>
  );
}

function SourceSettings({ source }: { source: Source }) {
  const form = useForm(
    {
      name: source.name,
      dedupeBy: source.dedupeBy ?? '',
      extra: source.extraParameters.map(({ name, variable }) => ({ name, value: variable })),
      headerName: source.secretHeader?.name ?? '',
      headerValue: '',
      allowIps: source.allowIps.join('\n'),
    },
    `source ${source.id}`,
    ['headerValue'],
  );
  const { values, set, errorOf } = form;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { name, dedupeBy, extra, headerName, headerValue, allowIps } = values;
    // The value of a header is never read back: what is not typed anew stays.
    const header =
      headerName.trim() === ''
        ? { secretHeader: null }
        : headerName === source.secretHeader?.name && headerValue === ''
          ? {}
          : { secretHeader: { name: headerName.trim(), value: headerValue } };
    const saved = await form.submit(() =>
      api.patch(`/api/sources/${source.id}`, {
        name,
        dedupeBy: dedupeBy.trim() === '' ? null : dedupeBy.trim(),
        extraParameters: extra
          .filter((one) => one.name !== '' || one.value !== '')
          .map((one) => ({ name: one.name, variable: one.value })),
        allowIps: allowIps.split(/[\s,]+/).filter(Boolean),
        ...header,
      }),
    );
    if (!saved) return;
    toast(t('common.saved'));
    reread('/api/sources');
  };
  return (
    <Panel title={t('nav.settings')}>
      <form class="form" onSubmit={submit}>
        <TextField
          label={t('common.name')}
          value={values.name}
          onInput={(name) => set('name', name)}
          error={errorOf('name')}
        />
        <Pairs
          label={t('eventSources.extra')}
          hint={t('eventSources.extraHint')}
          mono
          pairs={values.extra}
          onChange={(extra) => set('extra', extra)}
          placeholder={() => (source.type === 'webhook' ? undefined : '{object.user.…}')}
          errorAt={(index) => errorOf(`extraParameters[${index}]`)}
        />
        <TextField
          label={t('eventSources.dedupeBy')}
          hint={t('eventSources.dedupeByHint')}
          mono
          value={values.dedupeBy}
          onInput={(value) => set('dedupeBy', value)}
          error={errorOf('dedupeBy')}
        />
        <div class="form-row">
          <TextField
            label={t('eventSources.headerName')}
            mono
            value={values.headerName}
            placeholder="X-Secret"
            onInput={(value) => set('headerName', value)}
            error={errorOf('secretHeader.name')}
          />
          <TextField
            label={t('eventSources.headerValue')}
            type="password"
            value={values.headerValue}
            placeholder={source.secretHeader ? t('integrations.secretKept') : ''}
            onInput={(value) => set('headerValue', value)}
            error={errorOf('secretHeader.value')}
          />
        </div>
        <TextArea
          label={t('eventSources.allowIps')}
          hint={t('eventSources.allowIpsHint')}
          mono
          rows={2}
          value={values.allowIps}
          onInput={(value) => set('allowIps', value)}
          error={errorOf('allowIps')}
        />
        <FormFoot form={form} submit={t('common.save')} disabled={!form.changed} discard />
      </form>
    </Panel>
  );
}
