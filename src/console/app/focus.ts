/** What has the focus, and what stands around it, from the inside out. */
let held: Element[] = [];

const focusable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/**
 * Keeps the focus near where it was when what had it goes away: a button that is gone with what it did, or a list that makes
 * room for the thing that was chosen from it. Whoever works with the keyboard would begin again at the top of the page.
 */
export function keepFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    held = [];
    for (let at = target as Element | null; at !== null; at = at.parentElement) held.push(at);
  });
  // Who clicks beside everything gives the focus away.
  document.addEventListener('pointerdown', () => {
    held = [];
  });
  new MutationObserver(() => {
    const [had, ...around] = held;
    if (!had || had.isConnected || document.activeElement !== document.body) return;
    held = [];
    const left = around.find((one) => one.isConnected);
    const near = left?.querySelector<HTMLElement>('h1') ?? left?.querySelector<HTMLElement>(focusable);
    near?.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}
