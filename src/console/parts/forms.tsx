import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../app/words.ts';
import { Button, ProblemNote } from './basics.tsx';
import type { Form } from './use-form.ts';

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
