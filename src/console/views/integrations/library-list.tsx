import { useState } from 'preact/hooks';
import type { LibraryEntry } from '../../api/library.ts';
import { useAll } from '../../api/query.ts';
import { language, t } from '../../app/words.ts';
import { Bones, ButtonLink, Empty, Label, Panel } from '../../parts/basics.tsx';
import { TextField } from '../../parts/forms.tsx';

/** CRMs for which scripts are ready. */
export function LibraryList() {
  const entries = useAll<LibraryEntry>('/api/library');
  const [q, setQ] = useState('');
  const wanted = q.trim().toLowerCase();
  const shown = entries?.filter(({ crm, title, what }) =>
    [crm, title.ru, title.en, what[language.value]].some((text) => text.toLowerCase().includes(wanted)),
  );
  return (
    <Panel
      title={t('integrations.library')}
      flush
      actions={
        <ButtonLink small href="/integrations/new?by=hand">
          {t('integrations.byHand')}
        </ButtonLink>
      }
    >
      <div class="panel-body">
        <TextField label={t('integrations.searchLibrary')} type="search" value={q} onInput={setQ} autofocus />
      </div>
      {!shown && <Bones rows={6} />}
      {shown?.length === 0 && (
        <Empty icon="search" title={t('integrations.noEntry')}>
          <p>{t('integrations.noEntryText')}</p>
        </Empty>
      )}
      <ul class="library">
        {shown?.map((entry) => (
          <li key={entry.crm}>
            <div class="grow stack tight">
              <div class="row">
                <b>{entry.title[language.value]}</b>
                {entry.sort === 'template' && <Label tone="violet">{t('integrations.template')}</Label>}
              </div>
              <span class="small">{entry.what[language.value]}</span>
              <span class="muted small">{entry.standing[language.value]}</span>
            </div>
            {entry.kinds.length > 0 ? (
              <ButtonLink small href={`/integrations/new?crm=${encodeURIComponent(entry.crm)}`}>
                {t('integrations.take')}
              </ButtonLink>
            ) : (
              <span class="muted small">{t('integrations.pushesOnly')}</span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
