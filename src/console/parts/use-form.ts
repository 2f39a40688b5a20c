import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/client.ts';
import { dropDraft, readDraft, writeDraft } from './drafts.ts';

/** What is being typed, and what the API says of it, by field. */
export interface Form<T extends object> {
  values: T;
  set<K extends keyof T>(name: K, value: T[K]): void;
  /** What is wrong with a field, by its path as in `payout.pay`. */
  errorOf(path: string): string | undefined;
  problem: Problem | null;
  /** The paths of everything that is wrong. */
  failing: readonly string[];
  busy: boolean;
  /** Differs from what it began with. */
  changed: boolean;
  submit(send: (values: T) => Promise<unknown>): Promise<boolean>;
  reset(values?: T): void;
}

/**
 * @param draft under which what is typed outlives a reload, until it is sent or taken back
 * @param secret fields that the browser must not keep, not even as a draft
 */
export function useForm<T extends object>(initial: T, draft?: string, secret: readonly (keyof T)[] = []): Form<T> {
  const [base, setBase] = useState(initial);
  const [values, setValues] = useState<T>(() => ({ ...initial, ...(draft ? readDraft<T>(draft) : null) }));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const changed = JSON.stringify(values) !== JSON.stringify(base);
  // What is saved may change while the form is looked at; what was typed into it stays.
  const saved = JSON.stringify(initial);
  useEffect(() => {
    if (changed) return;
    setBase(initial);
    setValues(initial);
  }, [saved]);
  // Before the next thing can happen: a reload may follow the last letter at once.
  useLayoutEffect(() => {
    if (!draft) return;
    const kept = Object.entries(values).filter(([name]) => !secret.includes(name as keyof T));
    if (changed) writeDraft(draft, Object.fromEntries(kept));
    else dropDraft(draft);
  }, [values, changed]);
  const shown = useRef<string[]>([]);
  const [, showAgain] = useState(0);
  // A field may appear only because it is wrong: what it then says need not be said a second time.
  useEffect(() => {
    if (problem) showAgain((count) => count + 1);
  }, [problem]);
  return {
    values,
    failing: problem?.errors.flatMap(({ path }) => path ?? []) ?? [],
    problem:
      problem &&
      problem.errors.some(({ path }) => path !== undefined && shown.current.includes(path)) &&
      problem.errors.length > 0
        ? onlyElsewhere(problem, shown.current)
        : problem,
    busy,
    changed,
    set: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    errorOf(path) {
      shown.current.push(path);
      const found = problem?.errors.find(
        (error) => error.path === path || error.path?.startsWith(`${path}[`) || error.path?.startsWith(`${path}.`),
      );
      return found?.message;
    },
    async submit(send) {
      setBusy(true);
      shown.current = [];
      setProblem(null);
      try {
        await send(values);
        if (draft) dropDraft(draft);
        // What may not be kept is not shown either, once it is sent.
        const sent = { ...values, ...Object.fromEntries(secret.map((name) => [name, initial[name]])) };
        setBase(sent);
        setValues(sent);
        return true;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        setProblem(error);
        return false;
      } finally {
        setBusy(false);
      }
    },
    reset(next = initial) {
      // At once, since the form may be closed with it.
      if (draft) dropDraft(draft);
      setBase(next);
      setValues(next);
      setProblem(null);
    },
  };
}

/** What no field shows is said above the buttons. */
function onlyElsewhere(problem: Problem, shown: readonly string[]): Problem | null {
  const rest = problem.errors.filter(
    ({ path = '' }) => !shown.some((own) => path === own || path.startsWith(`${own}.`) || path.startsWith(`${own}[`)),
  );
  if (rest.length === 0) return null;
  return new Problem({
    status: problem.status,
    code: problem.code,
    detail: rest.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
  });
}
