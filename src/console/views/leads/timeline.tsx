import { nameOf, useKeys, usePeople } from '../../api/directory.ts';
import { shortId } from '../../api/intake.ts';
import type { HistoryRow, Lead } from '../../api/types.ts';
import { t } from '../../app/words.ts';
import { Time } from '../../parts/basics.tsx';
import { Changes } from '../../result/changes.tsx';

/** Every change of a lead, the latest first, with what made it. */
export function Timeline({ history, lead }: { history: readonly HistoryRow[]; lead: Lead }) {
  return (
    <ol class="timeline">
      {history.toReversed().map((row, index) => (
        <li key={history.length - index}>
          <div class="small">
            <Time at={row.at} />
          </div>
          <div class="stack tight">
            <Changes before={row.before} after={row.after} />
            <span class="muted small">
              <Source source={row.source} />
            </span>
          </div>
        </li>
      ))}
      <li>
        <div class="small">
          <Time at={lead.createdAt} />
        </div>
        <div class="muted">{t('leads.came')}</div>
      </li>
    </ol>
  );
}

function Source({ source }: { source: HistoryRow['source'] }) {
  const people = usePeople();
  const keys = useKeys();
  return (
    <>
      {t(`sources.${source.kind}`)}
      {source.runId !== undefined && (
        <>
          {' · '}
          <a href={`/runs/${source.runId}`}>{t('leads.run', { id: source.runId })}</a>
        </>
      )}
      {source.scriptVersion !== undefined && ` · ${t('leads.script', { version: source.scriptVersion })}`}
      {source.personId !== undefined && ` · ${nameOf(people, source.personId)}`}
      {source.keyId !== undefined && ` · ${t('common.byKey', { name: nameOf(keys, source.keyId) })}`}
      {source.operationId !== undefined && (
        <>
          {' · '}
          <a href={`/operations/${source.operationId}`}>{shortId(source.operationId)}</a>
        </>
      )}
    </>
  );
}
