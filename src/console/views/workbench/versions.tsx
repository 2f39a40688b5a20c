import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import { nameOf, useKeys, usePeople } from '../../api/directory.ts';
import { reread, useQuery } from '../../api/query.ts';
import type { List, ScriptVersion, ScriptWithCode } from '../../api/types.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Diff } from '../../editor/diff.tsx';
import { Bones, Button, Label, ProblemNote, Time } from '../../parts/basics.tsx';
import { attempt, Dialog } from '../../parts/dialog.tsx';
import type { ScriptForm } from './draft.ts';

/** Every version of a script; each can be compared with what is in the editor, taken into it, or used from now on. */
export function Versions({
  script,
  onClose,
  onTake,
  onActivated,
}: {
  script: ScriptForm;
  onClose: () => void;
  onTake: (code: string) => void;
  onActivated: () => Promise<void>;
}) {
  const { data, problem, refresh } = useQuery<List<ScriptVersion>>(`/api/scripts/${script.id}/versions?limit=100`);
  const saved = useQuery<ScriptWithCode>(`/api/scripts/${script.id}`);
  const [chosen, setChosen] = useState<ScriptVersion | null>(null);
  const shown = chosen ?? data?.items[0];
  const activate = async (version: number): Promise<void> => {
    const done = await attempt(
      () => api.post(`/api/scripts/${script.id}/activate`, { version }),
      t('script.activated', { version }),
    );
    if (!done) return;
    reread('/api/scripts');
    await saved.refresh();
    await onActivated();
  };
  return (
    <Dialog title={`${t('script.versions')}: ${script.name}`} onClose={onClose} large>
      <ProblemNote problem={problem} onRetry={refresh} />
      {!data && <Bones />}
      <ul class="versions">
        {data?.items.map((one) => (
          <li key={one.version} class={one.version === shown?.version ? 'chosen' : undefined}>
            <button
              type="button"
              class="link-button"
              aria-pressed={one.version === shown?.version}
              onClick={() => setChosen(one)}
            >
              {t('script.version', { version: one.version })}
            </button>
            {saved.data?.activeVersion === one.version && <Label tone="green">{t('script.active')}</Label>}
            <span class="grow small muted breaks">{one.note}</span>
            <span class="small muted">
              <By version={one} /> <Time at={one.createdAt} />
            </span>
            {isAdmin() && saved.data && saved.data.activeVersion !== one.version && (
              <Button small onClick={() => activate(one.version)} label={`${t('script.activate')}: ${one.version}`}>
                {t('script.activate')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {shown && (
        <>
          <div class="diff-heads">
            <h3>{t('script.versionSide', { version: shown.version })}</h3>
            <h3>{t('script.editorSide')}</h3>
          </div>
          <Diff before={shown.code} after={script.code} language={script.language} />
          {isAdmin() && shown.code !== script.code && (
            <div class="buttons">
              <Button
                onClick={() => {
                  onTake(shown.code);
                  onClose();
                }}
              >
                {t('script.take')}
              </Button>
            </div>
          )}
        </>
      )}
    </Dialog>
  );
}

function By({ version: { personId, keyId } }: { version: ScriptVersion }) {
  const [people, keys] = [usePeople(), useKeys()];
  if (personId !== null) return <>{t('script.by', { name: nameOf(people, personId) })} ·</>;
  if (keyId !== null) return <>{t('common.byKey', { name: nameOf(keys, keyId) })} ·</>;
  return null;
}
