import type { TargetedEvent, TargetedKeyboardEvent } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { t } from '../app/words.ts';
import { Field } from './forms.tsx';

/** Something that a template may ask for, and what it was the last time. */
export interface Offered {
  /** `{event.email}` */
  template: string;
  /** The value in the last real event; empty where there was none. */
  example: string;
}

type Control = HTMLInputElement | HTMLTextAreaElement;

interface TemplateFieldProps {
  label: string;
  hideLabel?: boolean;
  value: string;
  onInput: (value: string) => void;
  offered: readonly Offered[];
  error?: string | undefined;
  hint?: string | undefined;
  placeholder?: string;
  /** More than one line: as many to begin with. */
  rows?: number;
  class?: string;
}

/** What stands between the last open brace and the place one types at; null where none is open. */
const openBrace = (before: string): string | null => /\{([^{}]*)$/.exec(before)?.[1] ?? null;

/** What is called just so comes before what begins so, and that before what holds it somewhere. */
function nearness(template: string, typed: string): number {
  const inner = template.slice(1, -1).toLowerCase();
  const [name, wanted] = [inner.split(/[.:]/).at(-1) ?? '', typed.toLowerCase()];
  if (wanted === '' || inner === wanted || name === wanted) return 0;
  return inner.startsWith(wanted) || name.startsWith(wanted) ? 1 : 2;
}

/** A text with templates in it: an opening brace offers what may stand there, by keyboard or by a click. */
export function TemplateField({ value, onInput, offered, rows, placeholder, ...field }: TemplateFieldProps) {
  const control = useRef<Control | null>(null);
  const list = useId();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const shown = offered
    .filter(({ template }) => template.toLowerCase().includes(typed.toLowerCase()))
    .sort((a, b) => nearness(a.template, typed) - nearness(b.template, typed));
  const close = (): void => setOpen(false);

  const input = (event: TargetedEvent<Control>): void => {
    const { value: text, selectionStart } = event.currentTarget;
    onInput(text);
    const inner = openBrace(text.slice(0, selectionStart ?? text.length));
    setOpen(inner !== null);
    setTyped(inner ?? '');
    setActive(0);
  };
  const take = (template: string): void => {
    const own = control.current;
    if (!own) return;
    const [start, end] = [own.selectionStart ?? own.value.length, own.selectionEnd ?? own.value.length];
    const inner = openBrace(own.value.slice(0, start));
    const closes = inner !== null && own.value[end] === '}';
    own.setRangeText(template, inner === null ? start : start - inner.length - 1, closes ? end + 1 : end, 'end');
    onInput(own.value);
    close();
    own.focus();
  };
  const press = (event: TargetedKeyboardEvent<Control>): void => {
    if (!open || shown.length === 0) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && !event.altKey) setActive((active + step + shown.length) % shown.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(shown[active]?.template ?? '');
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shows = open && shown.length > 0;
  const common = {
    ref: (element: Control | null) => {
      control.current = element;
    },
    value,
    placeholder,
    spellcheck: false,
    autocomplete: 'off' as const,
    onInput: input,
    onKeyDown: press,
    onBlur: close,
    'aria-autocomplete': 'list' as const,
    'aria-controls': shows ? list : undefined,
    'aria-activedescendant': shows ? `${list}-${active}` : undefined,
  };
  return (
    <Field {...field}>
      {(ids) => (
        <div class="template">
          {rows === undefined ? (
            <input {...ids} {...common} class="input mono" role="combobox" aria-expanded={shows} />
          ) : (
            <textarea {...ids} {...common} class="textarea mono" rows={rows} />
          )}
          {offered.length > 0 && (
            <button
              type="button"
              class="template-button"
              aria-label={`${t('templates.insert')}: ${field.label}`}
              title={t('templates.insert')}
              tabIndex={-1}
              // The place one typed at is kept.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                control.current?.focus();
                setTyped('');
                setActive(0);
                setOpen(!open);
              }}
            >
              {'{ }'}
            </button>
          )}
          {shows && (
            <ul id={list} class="template-list" role="listbox" aria-label={t('templates.insert')}>
              {shown.map(({ template, example }, index) => (
                <li
                  key={template}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={index === active}
                  ref={(element) => {
                    if (index === active) element?.scrollIntoView({ block: 'nearest' });
                  }}
                  onMouseDown={(event) => {
                    event.preventDefault();
                    take(template);
                  }}
                >
                  <code>{template}</code>
                  <span class="muted small">{example}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Field>
  );
}
