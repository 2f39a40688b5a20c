import { computed, signal } from '@preact/signals';

/** The address of the page; views are made of it alone, so that every one can be linked to and gone back to. */
export const place = signal(here());
export const path = computed(() => place.value.pathname);

function here(): URL {
  return new URL(window.location.href);
}

window.addEventListener('popstate', () => {
  place.value = here();
});

export function navigate(href: string, { replace = false }: { replace?: boolean } = {}): void {
  const target = new URL(href, window.location.href);
  if (target.href === window.location.href) return;
  if (replace) window.history.replaceState(window.history.state, '', target);
  else window.history.pushState({ depth: depth() + 1 }, '', target);
  const moved = target.pathname !== place.value.pathname;
  place.value = here();
  if (moved && !replace) window.scrollTo(0, 0);
}

/** How many of our own addresses lie behind this one. */
export const depth = (): number => (window.history.state as { depth?: number } | null)?.depth ?? 0;

/** Links are plain links: those to our own views need no page load. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.target !== '' || link.hasAttribute('download') || link.origin !== window.location.origin) return;
    if (
      ['/docs', '/openapi.json', '/in/'].some((own) => link.pathname.startsWith(own)) ||
      link.getAttribute('href')?.startsWith('#')
    )
      return;
    event.preventDefault();
    navigate(link.href);
  });
}

/** A parameter of the address; empty where it is not there. */
export const param = (name: string): string => place.value.searchParams.get(name) ?? '';

/** The address of this view with other parameters; empty ones are left out. */
export function withParams(changes: Record<string, string | number | null>): string {
  const url = new URL(place.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, String(value));
  }
  return url.pathname + url.search;
}
