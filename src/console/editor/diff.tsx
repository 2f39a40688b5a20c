import { useEffect, useRef } from 'preact/hooks';
import { Bones } from '../parts/basics.tsx';
import type { ScriptLanguage } from './lint.ts';

/** Two texts side by side, with what differs marked. */
export function Diff({ before, after, language }: { before: string; after: string; language: ScriptLanguage }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let close = (): void => undefined;
    let gone = false;
    void import('./library.ts').then(({ MergeView, EditorState, reading }) => {
      if (gone || !box.current) return;
      box.current.replaceChildren();
      const extensions = [...reading(language), EditorState.readOnly.of(true)];
      const merge = new MergeView({
        parent: box.current,
        a: { doc: before, extensions },
        b: { doc: after, extensions },
        collapseUnchanged: { margin: 4, minSize: 8 },
      });
      close = () => merge.destroy();
    });
    return () => {
      gone = true;
      close();
    };
  }, [before, after, language]);
  return (
    <div class="diff" ref={box}>
      <Bones rows={6} />
    </div>
  );
}
