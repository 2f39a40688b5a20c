import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/client.ts';
import { t } from '../app/words.ts';
import { Button, ProblemNote } from './basics.tsx';
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

interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  /** The label is there, but not seen. */
  hideLabel?: boolean;
  class?: string;
}

/** A labelled control; what is wrong with it stands right below. */
export function Field({
  label,
  hint,
  error,
  hideLabel = false,
  class: extra = '',
  children,
}: FieldProps & {
  children: (ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' }) => ComponentChildren;
}) {
  const id = useId();
  const about = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div class={`field ${extra}`}>
      <label for={id} class={hideLabel ? 'hidden-label' : undefined}>
        {label}
      </label>
      {children({ id, ...(about && { 'aria-describedby': about }), ...(error && { 'aria-invalid': 'true' as const }) })}
      {error && (
        <span class="wrong" id={`${id}-error`}>
          {capital(error)}
        </span>
      )}
      {hint && !error && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

/** What is said in passing, where it stands alone: below a field, or as its name. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface TextProps extends FieldProps {
  value: string;
  onInput: (value: string) => void;
  mono?: boolean;
  type?: 'text' | 'email' | 'password' | 'search' | 'url' | 'number' | 'date';
  placeholder?: string;
  required?: boolean;
  autocomplete?: string;
  disabled?: boolean;
  autofocus?: boolean;
  min?: number;
}

export function TextField({
  value,
  onInput,
  mono = false,
  type = 'text',
  placeholder,
  required,
  autocomplete = 'off',
  disabled,
  autofocus,
  min,
  ...field
}: TextProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autofocus) input.current?.focus();
  }, []);
  return (
    <Field {...field}>
      {(ids) => (
        <input
          ref={input}
          {...ids}
          class={mono ? 'input mono' : 'input'}
          type={type as 'text'}
          value={value}
          placeholder={placeholder}
          required={required}
          autocomplete={autocomplete as 'off'}
          disabled={disabled}
          min={min}
          spellcheck={false}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export function TextArea({
  value,
  onInput,
  mono = false,
  rows = 4,
  placeholder,
  ...field
}: FieldProps & {
  value: string;
  onInput: (value: string) => void;
  mono?: boolean;
  rows?: number;
  placeholder?: string;
}) {
  return (
    <Field {...field}>
      {(ids) => (
        <textarea
          {...ids}
          class={mono ? 'textarea mono' : 'textarea'}
          rows={rows}
          value={value}
          placeholder={placeholder}
          spellcheck={false}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function Select({
  value,
  options,
  onChange,
  any,
  disabled,
  ...field
}: FieldProps & {
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  any?: string;
  disabled?: boolean;
}) {
  return (
    <Field {...field}>
      {(ids) => (
        <select
          {...ids}
          class="select"
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {any !== undefined && <option value="">{any}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function Tick({
  label,
  value,
  onChange,
  hint,
  disabled,
}: {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
  hint?: string;
  disabled?: boolean;
}) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        {hint && <span class="muted small"> {hint}</span>}
      </span>
    </label>
  );
}

export const optionsOf = (items: readonly { id: number; name: string }[] | undefined): Option[] =>
  (items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));

/** The foot of a form: what went wrong beyond its fields, and its buttons. */
export function FormFoot<T extends object>({
  form,
  submit,
  onCancel,
  disabled = false,
  discard = false,
}: {
  form: Form<T>;
  submit: string;
  onCancel?: () => void;
  disabled?: boolean;
  /** What was typed can be taken back, where nothing else closes the form. */
  discard?: boolean;
}) {
  return (
    <>
      <ProblemNote problem={form.problem} />
      <div class="buttons">
        <Button type="submit" kind="primary" busy={form.busy} disabled={disabled}>
          {submit}
        </Button>
        {onCancel && (
          <Button
            kind="plain"
            onClick={() => {
              form.reset();
              onCancel();
            }}
          >
            {t('common.cancel')}
          </Button>
        )}
        {discard && form.changed && (
          <Button kind="plain" onClick={() => form.reset()}>
            {t('workbench.discard')}
          </Button>
        )}
      </div>
    </>
  );
}
