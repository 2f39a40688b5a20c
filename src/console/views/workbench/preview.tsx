import { useEffect, useState } from 'preact/hooks';
import { checkMacros, type MacroPlace } from '../../../../sandbox/contract/macros.ts';
import { api, Problem } from '../../api/client.ts';
import type { DryRun } from '../../api/types.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Panel, ProblemNote } from '../../parts/basics.tsx';
import { Request } from '../../result/exchange.tsx';
import { ErrorNote, Findings } from '../../result/findings.tsx';
import { type CheckForm, checkInput } from './draft.ts';
import type { Bench } from './state.ts';

const typingMs = 400;

/** What is told beside its field need not be asked of the server. */
function hasMistakes({ kind, batchSize, url, headers, fields, login }: CheckForm): boolean {
  const context = { kind, batchSize: Number(batchSize) || 1, login: login !== null };
  const wrong = (text: string, place: MacroPlace): boolean => checkMacros(text, place, context).length > 0;
  return (
    wrong(url, 'url') ||
    headers.some(({ value }) => wrong(value, 'header')) ||
    fields.some(({ value }) => wrong(value, 'field'))
  );
}

/** The request as it would be sent now, a moment after one stops typing. Nothing is sent. */
export function Preview({ bench, offerId }: { bench: Bench; offerId: number | null }) {
  const { draft, integration } = bench;
  const [shown, setShown] = useState<DryRun | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const asked = JSON.stringify([draft.check, draft.preprocess?.code, offerId]);
  useEffect(() => {
    if (offerId === null || draft.check.url.trim() === '' || !isAdmin() || hasMistakes(draft.check)) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const input = {
        check: { integrationId: integration.id, ...checkInput(draft) },
        offerId,
        only: 'request',
        process: { language: 'js', code: '' },
        ...(draft.preprocess && { preprocess: { language: draft.preprocess.language, code: draft.preprocess.code } }),
      };
      try {
        setShown(await api.post<DryRun>('/api/dry-run', input, stop.signal));
        setProblem(null);
      } catch (error) {
        // A later key press took the place of this one.
        if (error instanceof Problem) setProblem(error);
      }
    }, typingMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [asked]);
  if (!isAdmin()) return null;
  return (
    <Panel title={t('request.preview')}>
      <div class="stack" aria-live="polite">
        {offerId === null ? (
          <p class="muted">{t('request.previewNeedsOffer')}</p>
        ) : draft.check.url.trim() === '' ? (
          <p class="muted">{t('request.previewNeedsUrl')}</p>
        ) : (
          <>
            <ProblemNote problem={problem} />
            {shown?.error && <ErrorNote error={shown.error} />}
            {shown && !problem && <Request request={shown.request} />}
            {shown && !problem && (
              <Findings result={{ ...shown, missingIds: [], unknownIds: [] }} integrationId={integration.id} />
            )}
            <p class="muted small">{t('request.previewHint')}</p>
          </>
        )}
      </div>
    </Panel>
  );
}
