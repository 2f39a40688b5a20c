import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../app/words.ts';
import { Button } from './basics.tsx';
import { Icon } from './icon.tsx';

/** A dialog over the page. Escape closes it; the focus returns to where it was. */
export function Dialog({
  title,
  onClose,
  children,
  large = false,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  large?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const gone = useRef(false);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const own = dialog.current;
    own?.showModal();
    // One comes to fill it in, and not to close it.
    own?.querySelector<HTMLElement>('.dialog-body :is(input, select, textarea)')?.focus();
    return () => {
      gone.current = true;
      // While it is open, nothing outside of it takes the focus.
      own?.close();
      before?.focus?.();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${large ? 'large' : ''}`}
      aria-labelledby={id}
      onClose={() => gone.current || onClose()}
    >
      <div class="dialog-head">
        <h2 id={id} class="grow">
          {title}
        </h2>
        <Button kind="plain" icon="close" label={t('common.close')} onClick={onClose} />
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

interface Question {
  title: string;
  text: string;
  action: string;
  danger: boolean;
  answer: (yes: boolean) => void;
}
const question = signal<Question | null>(null);

/** Asks before something that cannot be taken back. */
export function confirm({
  title,
  text,
  action,
  danger = true,
}: {
  title: string;
  text: string;
  action: string;
  danger?: boolean;
}): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = {
      title,
      text,
      action,
      danger,
      answer(yes) {
        question.value = null;
        resolve(yes);
      },
    };
  });
}

const toasts = signal<{ id: number; text: string; bad: boolean }[]>([]);
let toastId = 0;

/** A word on what was done, for a moment. */
export function toast(text: string, bad = false): void {
  const id = ++toastId;
  toasts.value = [...toasts.value, { id, text, bad }];
  setTimeout(
    () => {
      toasts.value = toasts.value.filter((one) => one.id !== id);
    },
    bad ? 8_000 : 3_500,
  );
}

/** Does something, and says whether it worked. */
export async function attempt(what: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await what();
    if (done) toast(done);
    return true;
  } catch (error) {
    toast(error instanceof Error && error.message ? error.message : t('connection.notSent'), true);
    return false;
  }
}

/** Where dialogs of no particular view, and toasts, appear. */
export function Overlays() {
  const asked = question.value;
  return (
    <>
      {asked && (
        <Dialog title={asked.title} onClose={() => asked.answer(false)}>
          <p>{asked.text}</p>
          <div class="buttons">
            <Button kind={asked.danger ? 'danger' : 'primary'} onClick={() => asked.answer(true)}>
              {asked.action}
            </Button>
            <Button kind="plain" onClick={() => asked.answer(false)}>
              {t('common.cancel')}
            </Button>
          </div>
        </Dialog>
      )}
      <div class="toasts" role="status" aria-live="polite">
        {toasts.value.map(({ id, text, bad }) => (
          <div key={id} class="toast fade-in">
            <Icon name={bad ? 'error' : 'check'} size={16} />
            <span>{text}</span>
          </div>
        ))}
      </div>
    </>
  );
}
