import { useScripts } from '../../../api/directory.ts';
import { useQuery } from '../../../api/query.ts';
import type { ScriptWithCode } from '../../../api/types.ts';
import { isAdmin } from '../../../app/session.ts';
import { t } from '../../../app/words.ts';
import { Editor } from '../../../editor/editor.tsx';
import { Bones } from '../../../parts/basics.tsx';
import { optionsOf, Select } from '../../../parts/forms.tsx';
import type { ScriptForm } from './draft.ts';
import type { EditorProps } from './editor-props.ts';

export const firstCode = `// $event holds the fields of the event, $steps the results of the actions before.
// What is put into $result is {previous} for the next action; $core.stop('why') ends the operation here.
$result = { phone: String($event.phone).replace(/\\D/g, '') };
`;

/** Code on its way from one action to the next, in the same editor as in the workbench. */
export function ScriptEditor({ form, set, errorOf, last }: EditorProps<ScriptForm>) {
  const scripts = useScripts();
  const saved = useQuery<ScriptWithCode>(form.scriptId === '' ? null : `/api/scripts/${form.scriptId}`).data;
  const code = form.code ?? (form.scriptId === '' ? firstCode : saved?.code);
  const language = form.scriptId === '' ? form.language : (saved?.language ?? 'js');
  return (
    <>
      <div class="form-row">
        <Select
          label={t('script.script')}
          value={form.scriptId}
          any={t('script.new')}
          options={optionsOf(scripts)}
          onChange={(scriptId) => set({ scriptId, code: null })}
          error={errorOf('scriptId')}
        />
        {form.scriptId === '' && (
          <Select
            label={t('script.language')}
            value={form.language}
            options={[
              { value: 'js', label: 'JavaScript' },
              { value: 'ts', label: 'TypeScript' },
              { value: 'php', label: 'PHP' },
            ]}
            onChange={(value) => set({ language: value as 'js' })}
          />
        )}
      </div>
      <div class="editor-frame low">
        {code === undefined ? (
          <Bones />
        ) : (
          <Editor
            key={form.scriptId}
            value={code}
            language={language}
            readOnly={!isAdmin()}
            around={{ stage: 'action', data: last?.event ?? null }}
            onChange={(next) => set({ code: next })}
          />
        )}
      </div>
    </>
  );
}
