import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { connection, offline, type Problem } from '../api/client.ts';
import { exactTime, relativeTime, t, tCode } from '../app/words.ts';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'grey' | 'blue' | 'violet' | 'amber' | 'red' | 'teal' | 'green' | 'orange';

const now = signal(new Date());
setInterval(() => {
  now.value = new Date();
}, 5_000);

/** How long ago, or until when; the exact time on hover. */
export function Time({ at, absent = '—' }: { at: string | null | undefined; absent?: string }) {
  if (!at) return <span class="muted">{absent}</span>;
  const date = new Date(at);
  // The clock ticks every few seconds: what happened since then is not in the future.
  const seen = new Date(Math.max(now.value.getTime(), Math.min(date.getTime(), now.value.getTime() + 6_000)));
  return (
    <time class="nowrap" dateTime={at} title={exactTime(date)}>
      {relativeTime(date, seen)}
    </time>
  );
}

export function Panel({
  title,
  actions,
  children,
  flush = false,
  id,
}: {
  title?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
  flush?: boolean;
  id?: string;
}) {
  return (
    <section class="panel" id={id}>
      {title !== undefined && (
        <div class="panel-head">
          <h2>{title}</h2>
          {actions !== undefined && <div class="row push">{actions}</div>}
        </div>
      )}
      <div class={flush ? 'panel-body flush' : 'panel-body'}>{children}</div>
    </section>
  );
}

export interface ButtonProps {
  children?: ComponentChildren | undefined;
  onClick?: () => unknown;
  icon?: IconName;
  kind?: 'primary' | 'danger' | 'plain' | 'normal';
  small?: boolean;
  type?: 'button' | 'submit';
  disabled?: boolean;
  busy?: boolean;
  label?: string;
  pressed?: boolean;
  title?: string;
}

/**
 * A button; while what it began is under way it cannot be pressed again. One that cannot be pressed says so and keeps the
 * focus: whoever works with the keyboard would lose their place otherwise.
 */
export function Button({
  children,
  onClick,
  icon,
  kind = 'normal',
  small = false,
  type = 'button',
  disabled = false,
  busy,
  label,
  pressed,
  title,
}: ButtonProps) {
  const [working, setWorking] = useState(false);
  const alive = useRef(true);
  useEffect(() => () => void (alive.current = false), []);
  const resting = disabled || working || busy === true;
  const press = async (event: Event): Promise<void> => {
    // Of a form, the Enter key presses it too.
    if (resting) event.preventDefault();
    if (resting || !onClick) return;
    setWorking(true);
    try {
      await onClick();
    } finally {
      if (alive.current) setWorking(false);
    }
  };
  const classes = ['button', kind, small && 'small', children === undefined && 'icon'].filter(Boolean).join(' ');
  return (
    <button
      type={type}
      class={classes}
      aria-disabled={resting ? 'true' : undefined}
      onClick={press}
      aria-label={label}
      aria-busy={working || busy}
      aria-pressed={pressed}
      title={title ?? (children === undefined ? label : undefined)}
    >
      {icon && <Icon name={icon} size={small ? 15 : 17} />}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  href,
  children,
  icon,
  kind = 'normal',
  small = false,
}: {
  href: string;
  children: ComponentChildren;
  icon?: IconName;
  kind?: 'primary' | 'plain' | 'normal';
  small?: boolean;
}) {
  return (
    <a class={`button ${kind} ${small ? 'small' : ''}`} href={href}>
      {icon && <Icon name={icon} size={small ? 15 : 17} />}
      {children}
    </a>
  );
}

export function Label({
  tone,
  children,
  bare = false,
  title,
}: {
  tone: Tone;
  children: ComponentChildren;
  bare?: boolean;
  title?: string;
}) {
  return (
    <span class={`label tone-${tone} ${bare ? 'bare' : ''}`} title={title}>
      {children}
    </span>
  );
}

const noteIcons: Partial<Record<Tone, IconName>> = { red: 'error', amber: 'warning', green: 'check' };

export function Note({
  tone = 'blue',
  children,
  role,
}: {
  tone?: Tone;
  children: ComponentChildren;
  role?: 'alert' | 'status';
}) {
  return (
    <div class={`note tone-${tone}`} role={role}>
      <Icon name={noteIcons[tone] ?? 'info'} size={16} />
      <div class="grow">{children}</div>
    </div>
  );
}

/** What went wrong, in words: what the API says, under what kind of thing it is. */
export function ProblemNote({ problem, onRetry }: { problem: Problem | null; onRetry?: () => unknown }) {
  if (!problem) return null;
  return (
    <Note tone="red" role="alert">
      <strong>{tCode('codes', problem.code)}</strong>{' '}
      {problem.code === offline ? unsent(onRetry !== undefined) : sentence(problem.message)}{' '}
      {onRetry && problem.code !== 'not_found' && (
        <button type="button" class="link-button" onClick={onRetry}>
          {t('common.retry')}
        </button>
      )}
    </Note>
  );
}

/** What is read is read again by itself; what somebody sent is theirs to send again. */
function unsent(read: boolean): string {
  if (read) return t('connection.retrying');
  return t(connection.value === 'well' ? 'connection.again' : 'connection.notSent');
}

/** What is said of one field goes on from its name; here it stands among others. */
const sentence = (text: string): string => (/[.!?:…»)]$/.test(text) ? text : `${text}.`);

/** A view with nothing in it says what to do next. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} size={28} />
      <h3>{title}</h3>
      {children}
    </div>
  );
}

/** Stands where something is still being read. */
export function Bones({ rows = 4 }: { rows?: number }) {
  const widths = ['92%', '78%', '85%', '64%', '71%', '88%'];
  return (
    <div class="bones" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} style={{ width: widths[index % widths.length] }} />
      ))}
    </div>
  );
}

export function Bar({ done, total, label }: { done: number; total: number; label: string }) {
  const share = total === 0 ? 0 : Math.min(1, done / total);
  return (
    <div class="bar" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={total} aria-valuenow={done}>
      <i style={{ width: `${share * 100}%` }} />
    </div>
  );
}

export function Facts({ items }: { items: readonly (readonly [string, ComponentChildren] | null | false)[] }) {
  return (
    <dl class="facts">
      {items.map(
        (item) =>
          item && [
            <dt key={`${item[0]} name`}>{item[0]}</dt>,
            <dd key={item[0]}>{item[1] ?? <span class="muted">—</span>}</dd>,
          ],
      )}
    </dl>
  );
}

/** One of a few, side by side. */
export function Choice<T extends string>({
  value,
  options,
  onChange,
  label,
}: {
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  label: string;
}) {
  return (
    <div class="choice" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

/** Puts a text into the clipboard. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <Button small icon={copied ? 'check' : 'copy'} onClick={copy}>
      {copied ? t('common.copied') : label}
    </Button>
  );
}
