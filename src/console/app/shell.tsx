import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useQuery } from '../api/query.ts';
import type { Overview } from '../api/types.ts';
import { Button } from '../parts/basics.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { path } from './router.ts';
import { caller, signOut } from './session.ts';
import { type ThemeChoice, themeChoice } from './theme.ts';
import { language, number, speak, t, type WordKey } from './words.ts';

const items: readonly (readonly [href: string, name: WordKey, icon: IconName, also: readonly string[]])[] = [
  ['/', 'nav.overview', 'overview', ['/overview']],
  ['/integrations', 'nav.integrations', 'integrations', ['/checks']],
  ['/runs', 'nav.runs', 'runs', ['/sweeps']],
  ['/leads', 'nav.leads', 'leads', []],
  ['/unrecognised', 'nav.unrecognised', 'unrecognised', []],
  ['/pipelines', 'nav.pipelines', 'pipelines', ['/operations', '/sources']],
  ['/settings', 'nav.settings', 'settings', []],
];

const isHere = (href: string, also: readonly string[]): boolean =>
  href === '/'
    ? path.value === '/' || also.includes(path.value)
    : [href, ...also].some((own) => path.value === own || path.value.startsWith(`${own}/`));

/** What stands around every view: where one may go, who one is, and how it looks. */
export function Shell({ children }: { children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [path.value]);
  const { data } = useQuery<Overview>('/api/overview?hours=24', 15_000);
  const counts: Record<string, number> = {
    '/': data?.attention.alerts ?? 0,
    '/unrecognised': data?.attention.unrecognised ?? 0,
  };
  return (
    <div class="shell">
      <a class="skip" href="#content" onClick={() => document.querySelector<HTMLElement>('main h1')?.focus()}>
        {t('common.skip')}
      </a>
      <header class={open ? 'side open' : 'side'}>
        <a class="brand" href="/">
          <Mark />
          Sverka
        </a>
        <div class="menu-button">
          <Button kind="plain" icon={open ? 'close' : 'menu'} label={t('common.menu')} onClick={() => setOpen(!open)} />
        </div>
        <nav class="nav" aria-label={t('nav.main')}>
          {items.map(([href, name, icon, also]) => (
            <a key={href} href={href} aria-current={isHere(href, also) ? 'page' : undefined}>
              <Icon name={icon} />
              {t(name)}
              {(counts[href] ?? 0) > 0 && (
                <span class={`count ${href === '/' ? 'tone-red' : 'tone-amber'}`}>{number(counts[href] ?? 0)}</span>
              )}
            </a>
          ))}
        </nav>
        <div class="side-foot">
          <Switches />
          <div class="who">
            <div class="grow">
              <div class="who-name">{caller.value?.name}</div>
              <div class="muted">{caller.value && t(`roles.${caller.value.role}`)}</div>
            </div>
            <Button kind="plain" small icon="exit" label={t('signIn.out')} onClick={signOut} />
          </div>
        </div>
      </header>
      <main class="main" id="content">
        {children}
      </main>
    </div>
  );
}

const themes: readonly (readonly [ThemeChoice, IconName])[] = [
  ['system', 'system'],
  ['light', 'sun'],
  ['dark', 'moon'],
];

/** Language and theme; both are remembered by the browser. */
export function Switches() {
  const other = language.value === 'ru' ? 'en' : 'ru';
  const index = themes.findIndex(([choice]) => choice === themeChoice.value);
  const [choice, icon] = themes[index] ?? ['system', 'system'];
  const next = themes[(index + 1) % themes.length]?.[0] ?? 'system';
  return (
    <div class="switches">
      <Button
        small
        kind="plain"
        onClick={() => speak(other)}
        label={`${t('common.language')}: ${other === 'ru' ? 'Русский' : 'English'}`}
      >
        {other === 'ru' ? 'Русский' : 'English'}
      </Button>
      <Button
        small
        kind="plain"
        icon={icon}
        label={`${t('theme.label')}: ${t(`theme.${choice}`)}`}
        onClick={() => {
          themeChoice.value = next;
        }}
      />
    </div>
  );
}

export const Mark = ({ size = 24 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="#2f5bea" />
    <path d="M9 12h14M9 20h9" stroke="#fff" stroke-width="3" stroke-linecap="round" />
    <path
      d="m19 19 3 3 5-6"
      fill="none"
      stroke="#fff"
      stroke-width="3"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
);
