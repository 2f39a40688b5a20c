import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { depth } from './router.ts';
import { t } from './words.ts';

interface PageProps {
  title: string;
  /** Where this view lies: address and name of each step. */
  crumbs?: readonly (readonly [href: string, name: string])[];
  actions?: ComponentChildren;
  /** Beside the title: states and the like. */
  marks?: ComponentChildren;
  children: ComponentChildren;
}

/** A view: its title, which the window and screen readers get too, what can be done, and the rest. */
export function Page({ title, crumbs = [], actions, marks, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Sverka`;
  }, [title]);
  useEffect(() => {
    // Coming from another view, the reader begins here and not at the menu, unless a field of the view took the focus.
    const taken = document.querySelector('main')?.contains(document.activeElement);
    if (depth() > 0 && !taken && !document.querySelector('dialog[open]')) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <div class="main-inner fade-in">
      <header class="page-head">
        <div class="titles">
          {crumbs.length > 0 && (
            <nav aria-label={t('nav.main')}>
              <ol class="crumbs">
                {crumbs.map(([href, name]) => (
                  <li key={href}>
                    <a href={href}>{name}</a>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          <div class="row">
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {marks}
          </div>
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
