import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useQuery } from '../../api/query.ts';
import type { Check, List, OfferConnection } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import { navigate, param } from '../../app/router.ts';
import { isAdmin } from '../../app/session.ts';
import type { ViewProps } from '../../app/views.ts';
import { t, translated } from '../../app/words.ts';
import type { Mark } from '../../editor/lint.ts';
import { Bones, Choice, Label, ProblemNote } from '../../parts/basics.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { CheckActions } from './actions.tsx';
import { isChanged } from './draft.ts';
import { Preview } from './preview.tsx';
import { RequestForm } from './request-form.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { ScriptTab } from './script-tab.tsx';
import { type Bench, lastAnswer, useBench } from './state.ts';
import { TryPanel } from './try-panel.tsx';
import { useTryout } from './tryout.ts';

const kinds = ['processing', 'accepted', 'range'] as const;

/** A check being edited beside what it would do. */
export default function Workbench({ params }: ViewProps) {
  const kind = kinds.find((one) => one === param('kind')) ?? 'processing';
  const at =
    params['id'] !== undefined
      ? { checkId: Number(params['id']) }
      : { integrationId: Number(params['integrationId']), kind };
  const { bench, problem } = useBench(at);
  if (!bench) {
    return (
      <Page title={t('workbench.newTitle')} crumbs={[['/integrations', t('integrations.title')]]}>
        {problem ? <ProblemNote problem={problem} /> : <Bones rows={10} />}
      </Page>
    );
  }
  return <Opened key={`${bench.check?.id ?? 'new'}`} bench={bench} />;
}

type Tab = 'request' | 'preprocess' | 'process' | 'schedule';

function Opened({ bench }: { bench: Bench }) {
  const { check, integration, draft, base } = bench;
  const offers = useQuery<List<OfferConnection>>(`/api/integrations/${integration.id}/offers?limit=500`).data?.items;
  const tryout = useTryout(bench, offers ?? [], `try ${check?.id ?? `new ${draft.check.kind} ${integration.id}`}`);
  const [tab, setTab] = useState<Tab>(check ? 'process' : 'request');
  const data = useAnswer(check, tryout.result?.data);
  const { error } = tryout.result ?? {};
  const failed = (step: string): Mark[] =>
    error?.step === step && error.line !== undefined
      ? [{ line: error.line, column: error.column ?? 1, message: translated(error), severity: 'error' }]
      : noMarks;

  const run = async (): Promise<void> => {
    const result = await tryout.run();
    // It may have shown that a check out of the library works.
    if (check?.needsDryRun && result && !result.error) await bench.read();
    if (result?.error?.step === 'preprocess' || result?.error?.step === 'process') setTab(result.error.step);
  };
  // Before the next key can come: an effect after the paint would try what stood there before the last letters.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
        event.preventDefault();
        void run();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
  const requestProblem = bench.problem?.errors.some(({ path = '' }) =>
    /^(url|method|fields|headers|csv|charset|login)/.test(path),
  );
  const tabs = [
    {
      value: 'request',
      label: t('workbench.tabRequest'),
      mark: requestProblem === true || JSON.stringify(draft.check) !== JSON.stringify(base.check),
    },
    { value: 'preprocess', label: t('workbench.tabPreprocess'), mark: isChanged(draft.preprocess, base.preprocess) },
    { value: 'process', label: t('workbench.tabProcess'), mark: isChanged(draft.process, base.process) },
    { value: 'schedule', label: t('workbench.tabSchedule') },
  ] as const;
  return (
    <Page
      title={`${integration.name} · ${t(`kinds.${draft.check.kind}`)}`}
      crumbs={[
        ['/integrations', t('integrations.title')],
        [`/integrations/${integration.id}`, integration.name],
      ]}
      marks={<Marks bench={bench} />}
      actions={isAdmin() && <CheckActions bench={bench} />}
    >
      {!check && (
        <div class="row">
          <Choice
            label={t('workbench.kind')}
            value={draft.check.kind}
            options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            onChange={(value) =>
              navigate(`/integrations/${integration.id}/checks/new?kind=${value}`, { replace: true })
            }
          />
          <span class="muted small">{t(`kinds.${draft.check.kind}Text`)}</span>
        </div>
      )}
      <ProblemNote problem={bench.problem} />
      <div class="bench">
        <section class="panel bench-left">
          <Tabs label={t('workbench.tabs')} tabs={tabs} value={tab} onChange={setTab} />
          <div class="panel-body" inert={!isAdmin() && tab !== 'process' && tab !== 'preprocess'}>
            {tab === 'request' && <RequestForm bench={bench} />}
            {tab === 'preprocess' && (
              <ScriptTab
                key="preprocess"
                bench={bench}
                stage="preprocess"
                data={data}
                failures={failed('preprocess')}
                onTry={run}
              />
            )}
            {tab === 'process' && (
              <ScriptTab
                key="process"
                bench={bench}
                stage="process"
                data={data}
                failures={failed('process')}
                onTry={run}
              />
            )}
            {tab === 'schedule' && <ScheduleForm bench={bench} />}
          </div>
        </section>
        <div class="stack">
          {tab === 'request' && (
            <Preview bench={bench} offerId={tryout.form.offerId === '' ? null : Number(tryout.form.offerId)} />
          )}
          <TryPanel bench={bench} offers={offers} tryout={tryout} onTry={run} />
        </div>
      </div>
    </Page>
  );
}

const noMarks: Mark[] = [];

function Marks({ bench: { check, changed } }: { bench: Bench }) {
  return (
    <>
      {check && (
        <Label tone={check.enabled ? 'green' : 'grey'}>{t(check.enabled ? 'workbench.on' : 'integrations.off')}</Label>
      )}
      {changed && (
        <Label tone="amber" title={t('workbench.draft')}>
          {t('common.unsaved')}
        </Label>
      )}
    </>
  );
}

/** The answer that completion knows: of the last try, else of the last good run. */
function useAnswer(check: Check | null, tried: unknown): unknown {
  const [recorded, setRecorded] = useState<unknown>(null);
  useEffect(() => {
    if (check) lastAnswer(check.id).then(setRecorded, () => undefined);
  }, [check?.id]);
  return tried ?? recorded;
}
