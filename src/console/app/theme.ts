import { computed, effect, signal } from '@preact/signals';

export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';

const stored = 'theme';
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
const system = signal<Theme>(prefersDark.matches ? 'dark' : 'light');
prefersDark.addEventListener('change', ({ matches }) => {
  system.value = matches ? 'dark' : 'light';
});

const kept = localStorage.getItem(stored);
export const themeChoice = signal<ThemeChoice>(kept === 'light' || kept === 'dark' ? kept : 'system');
/** What is shown; plots read their colours anew when it changes. */
export const theme = computed<Theme>(() => (themeChoice.value === 'system' ? system.value : themeChoice.value));

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
  localStorage.setItem(stored, themeChoice.value);
});

/** A colour of the theme that is shown, by its custom property. */
export function colour(name: string): string {
  void theme.value;
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
