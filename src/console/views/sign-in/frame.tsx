import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Mark, Switches } from '../../app/shell.tsx';

/** What people see who are not signed in. */
export function Frame({ title, text, children }: { title: string; text: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · Sverka`;
  }, [title]);
  return (
    <main class="gate">
      <div class="panel gate-card">
        <Mark size={36} />
        <h1>{title}</h1>
        <p class="muted">{text}</p>
        {children}
      </div>
      <Switches />
    </main>
  );
}
