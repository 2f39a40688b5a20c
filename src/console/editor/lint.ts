import { syntaxTree } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import type { EditorState, Text } from '@codemirror/state';
import { api } from '../api/client.ts';
import { t, translated } from '../app/words.ts';
import { lookUp, type Stage } from './declarations.ts';

export type ScriptLanguage = 'js' | 'ts' | 'php';

/** One place of a script, by line and column from 1. */
export interface Mark {
  line: number;
  column: number;
  message: string;
  severity: 'error' | 'warning';
}

/** What the server's compiler says of the code, as when it is saved. Nothing where the server cannot say. */
export async function compilerSays(language: ScriptLanguage, stage: Stage, code: string): Promise<Mark[]> {
  if (code.trim() === '') return [];
  return api.post<{ errors: (Mark & { code?: string })[] }>('/api/scripts/validate', { language, stage, code }).then(
    ({ errors }) => errors.map((mark) => ({ ...mark, message: translated({ code: '', ...mark }) })),
    () => [],
  );
}

export function toDiagnostic({ line, column, message, severity }: Mark, doc: Text): Diagnostic {
  const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
  const start = Math.min(from + Math.max(0, column - 1), to);
  const word = /^[\w$]+/.exec(doc.sliceString(start, to))?.[0].length ?? 1;
  return { from: Math.min(start, Math.max(from, to - 1)), to: Math.min(start + word, to), severity, message };
}

/** Names that scripts do not see, and members that are not there: what a compiler lets pass and a run then trips over. */
export function unknownNames(state: EditorState, stage: Stage): Diagnostic[] {
  const found: Diagnostic[] = [];
  const code = state.doc.toString();
  syntaxTree(state).iterate({
    enter(node) {
      if (node.name === 'VariableName') {
        const name = code.slice(node.from, node.to);
        if (!name.startsWith('$') || isOwn(code, name)) return;
        const declared = lookUp([name]);
        const message = !declared
          ? t('script.unknownName', { name })
          : !declared.stages.includes(stage)
            ? `${name}: ${onlyWhere(declared.stages)}`
            : null;
        if (message) found.push({ from: node.from, to: node.to, severity: 'warning', message });
      }
      if (node.name === 'MemberExpression') {
        const text = code.slice(node.from, node.to);
        if (!/^\$core(\.\w+)+$/.test(text)) return;
        const path = text.split('.');
        const name = path.at(-1) ?? '';
        const owner = lookUp(path.slice(0, -1));
        if (!owner || owner.members.length === 0) return;
        const member = lookUp(path);
        const message = !member
          ? t('script.unknownMember', { name, owner: path.slice(0, -1).join('.') })
          : !member.stages.includes(stage)
            ? `${text}: ${onlyWhere(member.stages)}`
            : null;
        if (message) found.push({ from: node.to - name.length, to: node.to, severity: 'warning', message });
      }
    },
  });
  return found;
}

function onlyWhere([stage, other]: readonly Stage[]): string {
  if (other) return t('script.notInPipelines');
  return t(
    stage === 'process' ? 'script.onlyProcess' : stage === 'action' ? 'script.onlyAction' : 'script.onlyPreprocess',
  );
}

/** The script's own: a variable that it declares, or a parameter of one of its functions. */
function isOwn(code: string, name: string): boolean {
  const escaped = name.replaceAll('$', String.raw`\$`);
  const declared = new RegExp(String.raw`\b(?:let|const|var|function)\s+${escaped}(?![\w$])`);
  const parameter = new RegExp(String.raw`[(,]\s*${escaped}\s*[,)=][^;]*=>`);
  return declared.test(code) || parameter.test(code);
}
