import { forceLinting } from '@codemirror/lint';
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Mark } from './lint.ts';

const show = StateEffect.define<readonly Mark[]>();
const line = Decoration.line({ class: 'cm-failed-line' });

/** The lines at which the last try failed, until they are edited. */
const failedLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    let next = transaction.docChanged ? Decoration.none : lines;
    for (const effect of transaction.effects) {
      if (!effect.is(show)) continue;
      const { doc } = transaction.state;
      next = Decoration.set(
        effect.value.map((mark) => line.range(doc.line(Math.min(Math.max(1, mark.line), doc.lines)).from)),
        true,
      );
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Marks where the last try failed, and goes there. */
export function showFailures(view: EditorView, failures: readonly Mark[]): void {
  if (view.state.field(failedLines, false) === undefined)
    view.dispatch({ effects: StateEffect.appendConfig.of(failedLines) });
  view.dispatch({ effects: show.of(failures) });
  const [first] = failures;
  if (first) {
    const { from } = view.state.doc.line(Math.min(Math.max(1, first.line), view.state.doc.lines));
    view.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  }
  forceLinting(view);
}
