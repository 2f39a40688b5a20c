import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Page } from '../../app/page.tsx';
import { caller } from '../../app/session.ts';
import type { ViewProps } from '../../app/views.ts';
import { t } from '../../app/words.ts';
import { Account } from './account.tsx';
import { Alerts } from './alerts.tsx';
import { Audit } from './audit.tsx';
import { Keys } from './keys.tsx';
import { Currencies, Reasons } from './lists.tsx';
import { Network } from './network.tsx';
import { Offers } from './offers.tsx';
import { People } from './people.tsx';
import { Postbacks } from './postbacks.tsx';
import { Webmasters } from './webmasters.tsx';

const sections = {
  offers: Offers,
  webmasters: Webmasters,
  postbacks: Postbacks,
  reasons: Reasons,
  currencies: Currencies,
  network: Network,
  people: People,
  keys: Keys,
  alerts: Alerts,
  audit: Audit,
  account: Account,
} as const satisfies Record<string, ComponentType>;

type Section = keyof typeof sections;

/** Everything that the network is made of, besides its integrations. */
export default function Settings({ params }: ViewProps) {
  const chosen = (params['section'] ?? 'offers') as Section;
  const section: Section = Object.hasOwn(sections, chosen) ? chosen : 'offers';
  const Content = sections[section];
  const names = (Object.keys(sections) as Section[]).filter(
    (name) => name !== 'account' || caller.value?.personId !== null,
  );
  const sectionList = useRef<HTMLElement>(null);
  useEffect(() => {
    // In a narrow window the row of sections is scrolled to where one is.
    const row = sectionList.current;
    const here = row?.querySelector<HTMLElement>('[aria-current]');
    if (row && here) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.clientWidth) / 2;
  }, [section]);
  return (
    <Page title={`${t('settings.title')}: ${t(`settings.${section}`)}`}>
      <div class="settings">
        <nav class="tabs" aria-label={t('settings.sections')} ref={sectionList}>
          {names.map((name) => (
            <a key={name} href={`/settings/${name}`} aria-current={name === section ? 'page' : undefined}>
              {t(`settings.${name}`)}
            </a>
          ))}
        </nav>
        <div class="stack">
          <Content />
        </div>
      </div>
    </Page>
  );
}
