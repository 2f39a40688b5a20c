import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { api, Problem } from '../../api/client.ts';
import { reread } from '../../api/query.ts';
import type { Check, Integration, RunDetails, ScriptWithCode } from '../../api/types.ts';
import { dropDraft, readDraft, writeDraft } from '../../parts/drafts.ts';
import { checkChanges, checkInput, type Draft, draftOf, isChanged, newDraft, type ScriptForm } from './draft.ts';

/** A check in the workbench: as it is saved, as it is being edited, and what the API says of it. */
export interface Bench {
  integration: Integration;
  /** Null: not saved yet. */
  check: Check | null;
  base: Draft;
  draft: Draft;
  changed: boolean;
  problem: Problem | null;
  set(change: Partial<Draft>): void;
  setCheck(change: Partial<Draft['check']>): void;
  errorOf(path: string): string | undefined;
  /** @returns the saved check; null where the API refused it */
  save(note: string): Promise<Check | null>;
  discard(): void;
  read(): Promise<void>;
}

interface Loaded {
  integration: Integration;
  check: Check | null;
  base: Draft;
}

export function useBench(at: { checkId: number } | { integrationId: number; kind: Check['kind'] }): {
  bench: Bench | null;
  problem: Problem | null;
} {
  const key = 'checkId' in at ? `check ${at.checkId}` : `new ${at.kind} check of ${at.integrationId}`;
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loadProblem, setLoadProblem] = useState<Problem | null>(null);

  const read = async (): Promise<void> => {
    try {
      const found = 'checkId' in at ? await readSaved(at.checkId) : await readNew(at.integrationId, at.kind);
      setLoaded(found);
      setDraft({ ...found.base, ...readDraft<Draft>(key) });
    } catch (error) {
      if (error instanceof Problem) setLoadProblem(error);
      else throw error;
    }
  };
  useEffect(() => void read(), [key]);
  const changed = loaded !== null && draft !== null && JSON.stringify(draft) !== JSON.stringify(loaded.base);
  // Before the next thing can happen: a reload may follow the last letter at once.
  useLayoutEffect(() => {
    if (changed) writeDraft(key, draft);
    else if (draft) dropDraft(key);
  }, [draft, changed]);
  if (!loaded || !draft) return { bench: null, problem: loadProblem };

  const { integration, check, base } = loaded;
  const save = async (note: string): Promise<Check | null> => {
    setProblem(null);
    try {
      const saved = await saveDraft({ draft, base, check, integration, note });
      reread('/api/checks', '/api/scripts', '/api/check-states');
      dropDraft(key);
      setLoaded({ integration, check: saved.check, base: saved.draft });
      setDraft(saved.draft);
      return saved.check;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      return null;
    }
  };
  return {
    problem: loadProblem,
    bench: {
      integration,
      check,
      base,
      draft,
      changed,
      problem,
      set: (change) => setDraft((before) => before && { ...before, ...change }),
      setCheck: (change) => setDraft((before) => before && { ...before, check: { ...before.check, ...change } }),
      errorOf: (path) =>
        problem?.errors.find(
          (error) => error.path === path || error.path?.startsWith(`${path}.`) || error.path?.startsWith(`${path}[`),
        )?.message,
      save,
      discard() {
        dropDraft(key);
        setDraft(base);
        setProblem(null);
      },
      read,
    },
  };
}

async function readSaved(checkId: number): Promise<Loaded> {
  const check = await api.get<Check>(`/api/checks/${checkId}`);
  const [integration, preprocess, process] = await Promise.all([
    api.get<Integration>(`/api/integrations/${check.integrationId}`),
    check.preprocessScriptId === null ? null : api.get<ScriptWithCode>(`/api/scripts/${check.preprocessScriptId}`),
    api.get<ScriptWithCode>(`/api/scripts/${check.processScriptId}`),
  ]);
  return { integration, check, base: draftOf(check, preprocess, process) };
}

async function readNew(integrationId: number, kind: Check['kind']): Promise<Loaded> {
  const integration = await api.get<Integration>(`/api/integrations/${integrationId}`);
  return { integration, check: null, base: newDraft(kind, integration.name) };
}

/** Scripts first, as new versions; then the check. Nothing of it is lost where the second step is refused. */
async function saveDraft({
  draft,
  base,
  check,
  integration,
  note,
}: {
  draft: Draft;
  base: Draft;
  check: Check | null;
  integration: Integration;
  note: string;
}): Promise<{ check: Check; draft: Draft }> {
  const preprocess =
    draft.preprocess &&
    (isChanged(draft.preprocess, base.preprocess)
      ? await saveScript(draft.preprocess, base.preprocess, note)
      : draft.preprocess);
  const process =
    isChanged(draft.process, base.process) || draft.process.id === null
      ? await saveScript(draft.process, base.process, note)
      : draft.process;
  const scripts = { preprocessScriptId: preprocess?.id ?? null, processScriptId: process.id };
  const saved = check
    ? await api.patch<Check>(`/api/checks/${check.id}`, { ...checkChanges(draft, base), ...scripts })
    : await api.post<Check>('/api/checks', { integrationId: integration.id, ...checkInput(draft), ...scripts });
  return { check: saved, draft: { ...draft, preprocess, process } };
}

async function saveScript(script: ScriptForm, base: ScriptForm | null, note: string): Promise<ScriptForm> {
  const noted = note.trim() === '' ? {} : { note: note.trim() };
  if (script.id === null) {
    const made = await api.post<ScriptWithCode>('/api/scripts', {
      name: script.name,
      language: script.language,
      code: script.code,
      ...noted,
    });
    return { ...script, id: made.id, version: made.activeVersion };
  }
  // Another script was chosen, and its code left as it is.
  if (script.id !== base?.id && script.code === (await api.get<ScriptWithCode>(`/api/scripts/${script.id}`)).code)
    return script;
  const { version } = await api.post<{ version: number }>(`/api/scripts/${script.id}/versions`, {
    code: script.code,
    ...noted,
  });
  return { ...script, version };
}

/** The decoded answer of a run, for completion; null where there is none. */
export async function lastAnswer(checkId: number): Promise<unknown> {
  const { items } = await api.get<{ items: { id: number }[] }>(`/api/runs?checkId=${checkId}&state=ok&limit=5`);
  for (const { id } of items) {
    const { data } = await api.get<RunDetails>(`/api/runs/${id}`);
    if (data !== null) return data;
  }
  return null;
}
