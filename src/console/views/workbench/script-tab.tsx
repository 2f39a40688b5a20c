import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import { nameOf, useChecks, useIntegrations, useScripts } from '../../api/directory.ts';
import type { ScriptWithCode } from '../../api/types.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import type { Stage } from '../../editor/declarations.ts';
import { Editor } from '../../editor/editor.tsx';
import type { Mark, ScriptLanguage } from '../../editor/lint.ts';
import { Button, Label, Note } from '../../parts/basics.tsx';
import { optionsOf, Select, TextField } from '../../parts/forms.tsx';
import { firstPreprocess, isChanged, newScript, type ScriptForm, scriptForm } from './draft.ts';
import { scriptLanguages } from './script-languages.ts';
import type { Bench } from './state.ts';
import { Versions } from './versions.tsx';

interface ScriptTabProps {
  bench: Bench;
  stage: Exclude<Stage, 'action'>;
  data: unknown;
  failures: readonly Mark[];
  onTry: () => void;
}

const newOne = 'new';

/** One of the two scripts of a check, with its versions. */
export function ScriptTab({ bench, stage, data, failures, onTry }: ScriptTabProps) {
  const script = bench.draft[stage];
  const [versions, setVersions] = useState(false);
  const change = (next: ScriptForm | null): void => bench.set({ [stage]: next });
  if (!script) {
    return (
      <div class="stack">
        <p class="muted">{t('script.noPreprocess')}</p>
        {isAdmin() && (
          <div class="buttons">
            <Button
              icon="plus"
              onClick={() =>
                change(newScript(`${bench.integration.name}: ${t('workbench.tabPreprocess')}`, firstPreprocess))
              }
            >
              {t('script.addPreprocess')}
            </Button>
          </div>
        )}
      </div>
    );
  }
  const saved = script.id !== null;
  return (
    <div class="stack script-tab">
      <Toolbar bench={bench} stage={stage} script={script} change={change} onVersions={() => setVersions(true)} />
      {saved && <SharedWith bench={bench} scriptId={script.id ?? 0} />}
      <div class="editor-frame">
        <Editor
          key={script.id ?? newOne}
          value={script.code}
          language={script.language}
          readOnly={!isAdmin()}
          around={{ stage, data }}
          failures={failures}
          onTry={onTry}
          onChange={(code) => change({ ...script, code })}
        />
      </div>
      {versions && script.id !== null && (
        <Versions
          script={script}
          onClose={() => setVersions(false)}
          onTake={(code) => change({ ...script, code })}
          onActivated={bench.read}
        />
      )}
    </div>
  );
}

function Toolbar({
  bench,
  stage,
  script,
  change,
  onVersions,
}: {
  bench: Bench;
  stage: Exclude<Stage, 'action'>;
  script: ScriptForm;
  change: (script: ScriptForm | null) => void;
  onVersions: () => void;
}) {
  const scripts = useScripts();
  const choose = async (value: string): Promise<void> => {
    if (value === newOne) change(newScript(bench.integration.name, script.code));
    else change(scriptForm(await api.get<ScriptWithCode>(`/api/scripts/${value}`)));
  };
  return (
    <div class="filters">
      <Select
        label={t('script.script')}
        value={script.id === null ? newOne : String(script.id)}
        disabled={!isAdmin()}
        options={[{ value: newOne, label: t('script.new') }, ...optionsOf(scripts)]}
        onChange={choose}
        error={bench.errorOf(`${stage}ScriptId`)}
      />
      {script.id === null && (
        <TextField
          label={t('common.name')}
          value={script.name}
          onInput={(name) => change({ ...script, name })}
          error={bench.errorOf('name')}
        />
      )}
      {script.id === null && (
        <Select
          label={t('script.language')}
          value={script.language}
          options={scriptLanguages}
          onChange={(language) => change({ ...script, language: language as ScriptLanguage })}
          error={bench.errorOf('language')}
        />
      )}
      <div class="row push">
        {isChanged(script, bench.base[stage]) && (
          <Label tone="amber" bare>
            {t('script.changed')}
          </Label>
        )}
        {script.id !== null && (
          <Button icon="clock" onClick={onVersions}>
            {script.version === null ? t('script.versions') : t('script.version', { version: script.version })}
          </Button>
        )}
        {stage === 'preprocess' && isAdmin() && (
          <Button kind="plain" onClick={() => change(null)}>
            {t('script.removePreprocess')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** A new version changes every check that uses the script: who saves one should know. */
function SharedWith({ bench, scriptId }: { bench: Bench; scriptId: number }) {
  const [checks, integrations] = [useChecks(), useIntegrations()];
  const others =
    checks?.filter(
      (one) => one.id !== bench.check?.id && (one.processScriptId === scriptId || one.preprocessScriptId === scriptId),
    ) ?? [];
  if (others.length === 0) return null;
  const names = others
    .map((one) => `${nameOf(integrations, one.integrationId)} · ${t(`kinds.${one.kind}`)}`)
    .join(', ');
  return <Note tone="grey">{t('script.shared', { names })}</Note>;
}
