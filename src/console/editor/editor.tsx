import { useEffect, useRef } from 'preact/hooks';
import { t } from '../app/words.ts';
import { Bones } from '../parts/basics.tsx';
import type { Surroundings } from './completion.ts';
import type { Mark, ScriptLanguage } from './lint.ts';

type Library = typeof import('./library.ts');
type View = InstanceType<Library['EditorView']>;

interface EditorProps {
  value: string;
  onChange: (code: string) => void;
  language: ScriptLanguage;
  label?: string;
  readOnly?: boolean;
  onTry?: () => void;
  around?: Surroundings;
  failures?: readonly Mark[];
  hint?: string;
}

const nowhere: Surroundings = { stage: 'process', data: null };

/** A code editor. What it is told besides the code may change at any time without losing the place one types at. */
export function Editor(props: EditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<View | null>(null);
  const latest = useRef(props);
  latest.current = props;
  /** What was typed and has not come back as `value` yet; one types faster than that. */
  const typed = useRef<string[]>([]);
  const { language, readOnly = false, value, failures } = props;

  useEffect(() => {
    let gone = false;
    void import('./library.ts').then((library) => {
      if (gone || !box.current) return;
      box.current.replaceChildren();
      view.current = new library.EditorView({
        parent: box.current,
        doc: latest.current.value,
        extensions: library.extensions({
          language,
          readOnly,
          label: props.label ?? t('script.editorLabel'),
          onChange(code) {
            typed.current.push(code);
            latest.current.onChange(code);
          },
          onTry: () => latest.current.onTry?.(),
          around: () => latest.current.around ?? nowhere,
          failures: () => latest.current.failures ?? [],
          ...(props.hint !== undefined && { hint: props.hint }),
        }),
      });
    });
    return () => {
      gone = true;
      view.current?.destroy();
      view.current = null;
    };
  }, [language, readOnly]);

  useEffect(() => {
    const editor = view.current;
    const back = typed.current.lastIndexOf(value);
    // A value of a moment ago must not take back what was typed since.
    if (back >= 0) typed.current.splice(0, back + 1);
    if (!editor || back >= 0 || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const [first] = failures ?? [];
    if (!view.current || !first) return;
    void import('./failed-line.ts').then(
      ({ showFailures }) => view.current && showFailures(view.current, failures ?? []),
    );
  }, [failures]);

  return (
    <div class="editor" ref={box}>
      <Bones rows={8} />
    </div>
  );
}
