/** The code editor: everything of it that is large, loaded when the first one appears. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { phpLanguage } from '@codemirror/lang-php';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  LanguageSupport,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { completeScript, type Surroundings } from './completion.ts';
import { lookUp } from './declarations.ts';
import { compilerSays, type Mark, type ScriptLanguage, toDiagnostic, unknownNames } from './lint.ts';
import { pathOf } from './shapes.ts';

export { MergeView } from '@codemirror/merge';
export { EditorState, EditorView };

const colours = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.bool, tags.null],
    color: 'var(--code-keyword)',
  },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number], color: 'var(--code-number)' },
  { tag: [tags.comment], color: 'var(--code-comment)', fontStyle: 'italic' },
  {
    tag: [tags.propertyName, tags.function(tags.variableName), tags.definition(tags.variableName)],
    color: 'var(--code-name)',
  },
]);

const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: '13px', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-3)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent) 7%, transparent)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 26%, transparent) !important',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--amber-soft)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--accent-soft) !important', outline: '1px solid var(--accent)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
    boxShadow: 'var(--shadow-l)',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete ul li': { padding: '3px 8px !important' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent-soft) !important',
    color: 'var(--ink) !important',
  },
  '.cm-completionDetail': { color: 'var(--ink-3)', fontStyle: 'normal', marginLeft: '12px' },
  '.cm-completionInfo, .cm-about': {
    padding: '8px 10px',
    maxWidth: '420px',
    whiteSpace: 'pre-wrap',
    fontSize: '12.5px',
  },
  '.cm-about code': { display: 'block', marginBottom: '4px', color: 'var(--code-name)' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--ink)' },
  '.cm-textfield, .cm-button': {
    color: 'var(--ink)',
    backgroundColor: 'var(--surface)',
    backgroundImage: 'none',
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
  },
  '.cm-diagnostic': { padding: '4px 10px' },
  '.cm-failed-line': { backgroundColor: 'var(--red-soft)' },
  '.cm-changedLine': { backgroundColor: 'color-mix(in srgb, var(--green) 12%, transparent) !important' },
  '.cm-deletedChunk, .cm-merge-a .cm-changedLine': {
    backgroundColor: 'color-mix(in srgb, var(--red) 12%, transparent) !important',
  },
  '.cm-changedText': { background: 'color-mix(in srgb, var(--accent) 24%, transparent) !important' },
});

const languages: Record<ScriptLanguage, () => Extension> = {
  js: () => javascript(),
  ts: () => javascript({ typescript: true }),
  // Code alone: with the whole of PHP comes HTML, which no script is made of.
  php: () => new LanguageSupport(phpLanguage.configure({ top: 'Program' })),
};

/** The nonce of this page: the editor's styles are made while it runs, and only those with the nonce are let in. */
const nonce = (): string => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';

export interface EditorOptions {
  language: ScriptLanguage;
  label: string;
  readOnly: boolean;
  onChange: (code: string) => void;
  onTry: () => void;
  around: () => Surroundings;
  /** Where the last try failed. */
  failures: () => readonly Mark[];
  hint?: string;
}

/** What two editors beside each other, and one alone, have in common. */
export const reading = (language: ScriptLanguage): Extension[] => [
  EditorView.cspNonce.of(nonce()),
  lineNumbers(),
  languages[language](),
  syntaxHighlighting(colours),
  look,
  EditorView.lineWrapping,
];

export function extensions(options: EditorOptions): Extension[] {
  const { language, label, readOnly, onChange, onTry, around } = options;
  return [
    keymap.of([
      {
        key: 'Mod-Enter',
        run: () => {
          onTry();
          return true;
        },
      },
    ]),
    ...reading(language),
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    options.hint ? placeholder(options.hint) : [],
    Prec.highest(keymap.of([{ key: 'Escape', run: letTabOut }])),
    scriptHelp(language, options, around),
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
  ];
}

const tabLeavesForMs = 2_000;

/**
 * After Escape, Tab leaves the editor. The editor's own rule lets whoever else knows Escape come first, so that completion
 * that is still being looked for would keep one in; one that is shown is closed first.
 */
function letTabOut(view: EditorView): boolean {
  if (completionStatus(view.state) !== 'active') view.setTabFocusMode(tabLeavesForMs);
  return false;
}

function scriptHelp(language: ScriptLanguage, { failures }: EditorOptions, around: () => Surroundings): Extension[] {
  const own = (view: EditorView): Diagnostic[] => {
    const failed = failures().map((mark) => toDiagnostic(mark, view.state.doc));
    return language === 'php' ? failed : [...failed, ...unknownNames(view.state, around().stage)];
  };
  const compiler = async ({ state: { doc } }: EditorView): Promise<Diagnostic[]> =>
    (await compilerSays(language, around().stage, doc.toString())).map((mark) => toDiagnostic(mark, doc));
  return [
    autocompletion({ override: [completeScript(around)], activateOnTyping: true }),
    // Apart, so that what is known here at once need not wait for the server.
    linter(own, { delay: 250 }),
    linter(compiler, { delay: 350 }),
    lintGutter(),
    hoverTooltip((view, position) => {
      const line = view.state.doc.lineAt(position);
      const chain = [...line.text.matchAll(/[\w$]+(?:\.[\w$]+)*/g)].find(
        (match) => line.from + match.index <= position && position <= line.from + match.index + match[0].length,
      );
      if (!chain) return null;
      const upTo = chain[0].slice(
        0,
        chain[0].indexOf('.', position - line.from - chain.index) === -1
          ? undefined
          : chain[0].indexOf('.', position - line.from - chain.index),
      );
      const found = lookUp(pathOf(upTo));
      if (!found) return null;
      return {
        pos: line.from + chain.index,
        create() {
          const dom = document.createElement('div');
          dom.className = 'cm-about';
          const code = document.createElement('code');
          code.textContent = found.signature;
          dom.append(code, found.about);
          return { dom };
        },
      };
    }),
  ];
}
