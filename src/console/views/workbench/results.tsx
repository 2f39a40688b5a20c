import { useState } from 'preact/hooks';
import type { DryRun } from '../../api/types.ts';
import { number, t } from '../../app/words.ts';
import { Bones, Empty, Note, Panel } from '../../parts/basics.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { Edits } from '../../result/edits.tsx';
import { Answer, Request } from '../../result/exchange.tsx';
import { ErrorNote, Findings, Logs, Timing } from '../../result/findings.tsx';
import type { Bench } from './state.ts';
import type { Tryout } from './tryout.ts';

type Tab = 'edits' | 'answer' | 'request' | 'logs';

/** What a try would do: edits first, and everything behind them. */
export function Results({ bench, tryout, stale }: { bench: Bench; tryout: Tryout; stale: boolean }) {
  const { result, busy } = tryout;
  const [tab, setTab] = useState<Tab>('edits');
  if (!result) {
    return (
      <div class="panel">
        {busy ? (
          <Bones rows={5} />
        ) : (
          <Empty icon="play" title={t('tryout.empty')}>
            <p>{t('tryout.emptyText')}</p>
          </Empty>
        )}
      </div>
    );
  }
  const tabs = [
    { value: 'edits', label: t('runs.edits'), count: result.edits.length },
    { value: 'answer', label: t('runs.answer') },
    { value: 'request', label: t('runs.request') },
    { value: 'logs', label: t('runs.logs'), count: result.logs.length },
  ] as const;
  return (
    <Panel flush>
      <div aria-busy={busy} class="results">
        <Tabs label={t('tryout.results')} tabs={tabs} value={tab} onChange={setTab} />
        <div class="panel-body stack">
          {stale && (
            <span class="muted small" role="status">
              {t('tryout.stale')}
            </span>
          )}
          {result.error && <ErrorNote error={result.error} />}
          {tab === 'edits' && <Summary result={result} />}
          {tab === 'answer' && <Answer response={result.response} data={result.data} />}
          {tab === 'request' && <Request request={result.request} />}
          {tab === 'logs' && <Logs logs={result.logs} />}
        </div>
        {tab === 'edits' && result.edits.length > 0 && <Edits edits={result.edits} dry />}
        {tab === 'edits' && (
          <div class="panel-body stack">
            <Findings result={result} integrationId={bench.integration.id} />
            <Timing timing={result.timing} />
          </div>
        )}
      </div>
    </Panel>
  );
}

function Summary({ result }: { result: DryRun }) {
  if (result.edits.length === 0) return result.error ? null : <Note tone="grey">{t('runs.noEdits')}</Note>;
  const count = (outcome: string): string => number(result.edits.filter((edit) => edit.outcome === outcome).length);
  return (
    <p role="status">
      <b>
        {t('tryout.summary', { applied: count('applied'), unchanged: count('unchanged'), refused: count('refused') })}
      </b>
    </p>
  );
}
