import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import { reread } from '../../api/query.ts';
import { navigate } from '../../app/router.ts';
import { t } from '../../app/words.ts';
import { Button } from '../../parts/basics.tsx';
import { attempt, confirm, Dialog, toast } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/forms.tsx';
import { isChanged } from './draft.ts';
import type { Bench } from './state.ts';

/** What can be done with a check as a whole: save it, run it, let the clock run it. */
export function CheckActions({ bench }: { bench: Bench }) {
  const { check, changed, draft, base } = bench;
  const [asking, setAsking] = useState(false);
  const codeChanged =
    check !== null && (isChanged(draft.process, base.process) || isChanged(draft.preprocess, base.preprocess));
  const save = async (note: string): Promise<void> => {
    const saved = await bench.save(note);
    setAsking(false);
    if (!saved) return;
    toast(t('workbench.saved'));
    if (!check) navigate(`/checks/${saved.id}`, { replace: true });
  };
  const discard = async (): Promise<void> => {
    if (
      await confirm({ title: t('workbench.discard'), text: t('workbench.discardText'), action: t('workbench.discard') })
    )
      bench.discard();
  };
  return (
    <>
      {changed && (
        <Button kind="plain" onClick={discard}>
          {t('workbench.discard')}
        </Button>
      )}
      {check && <SavedActions bench={bench} />}
      <Button
        kind="primary"
        disabled={check !== null && !changed}
        onClick={() => (codeChanged ? setAsking(true) : save(''))}
      >
        {t('common.save')}
      </Button>
      {asking && <NoteDialog onSave={save} onClose={() => setAsking(false)} />}
    </>
  );
}

function SavedActions({ bench: { check, read } }: { bench: Bench }) {
  if (!check) return null;
  const toggle = async (): Promise<void> => {
    const untried = !check.enabled && check.needsDryRun;
    const sure =
      !untried ||
      (await confirm({
        title: t('workbench.untried'),
        text: t('workbench.untriedText'),
        action: t('workbench.enable'),
      }));
    if (!sure) return;
    const change = { enabled: !check.enabled, ...(untried && { insist: true }) };
    await attempt(() => api.patch(`/api/checks/${check.id}`, change), t('common.saved'));
    reread('/api/checks', '/api/check-states');
    await read();
  };
  const run = async (): Promise<void> => {
    await attempt(() => api.post(`/api/checks/${check.id}/run`), t('integrations.started'));
    reread('/api/sweeps', '/api/runs', '/api/check-states');
  };
  const remove = async (): Promise<void> => {
    if (
      !(await confirm({
        title: t('workbench.deleteTitle'),
        text: t('workbench.deleteText'),
        action: t('common.delete'),
      }))
    )
      return;
    if (!(await attempt(() => api.delete(`/api/checks/${check.id}`), t('common.deleted')))) return;
    reread('/api/checks', '/api/check-states');
    navigate(`/integrations/${check.integrationId}`);
  };
  return (
    <>
      <Button kind="plain" icon="trash" label={t('common.delete')} onClick={remove} />
      <Button icon="play" onClick={run}>
        {t('integrations.runNow')}
      </Button>
      <Button onClick={toggle}>{t(check.enabled ? 'workbench.disable' : 'workbench.enable')}</Button>
    </>
  );
}

/** A word on what changed, for the list of versions; it may stay empty. */
function NoteDialog({ onSave, onClose }: { onSave: (note: string) => Promise<void>; onClose: () => void }) {
  const [note, setNote] = useState('');
  return (
    <Dialog title={t('common.save')} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void onSave(note);
        }}
      >
        <TextField label={t('script.note')} hint={t('script.noteHint')} value={note} onInput={setNote} autofocus />
        <div class="buttons">
          <Button kind="primary" type="submit">
            {t('common.save')}
          </Button>
          <Button kind="plain" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
