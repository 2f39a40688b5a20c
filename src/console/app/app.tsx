import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { connection, healed } from '../api/client.ts';
import { Bones, ButtonLink, Empty } from '../parts/basics.tsx';
import { Overlays } from '../parts/dialog.tsx';
import { SignIn } from '../views/sign-in/sign-in.tsx';
import { Welcome } from '../views/sign-in/welcome.tsx';
import { Page } from './page.tsx';
import { path } from './router.ts';
import { caller, readSession } from './session.ts';
import { Shell } from './shell.tsx';
import { type ViewProps, viewAt } from './views.ts';
import { t } from './words.ts';

export function App() {
  const again = healed.value;
  useEffect(() => {
    if (caller.value === undefined) readSession().catch(() => undefined);
  }, [again]);
  return (
    <>
      {connection.value !== 'well' && (
        <div class="banner" role="alert">
          {t(connection.value === 'lost' ? 'connection.lost' : 'connection.busy')}
        </div>
      )}
      <Content />
      <Overlays />
    </>
  );
}

function Content() {
  if (path.value === '/welcome') return <Welcome />;
  if (caller.value === undefined) return <Bones rows={6} />;
  if (caller.value === null) return <SignIn />;
  return (
    <Shell>
      <View />
    </Shell>
  );
}

function View() {
  const found = viewAt(path.value);
  const [shown, setShown] = useState<{ pattern: string; Component: ComponentType<ViewProps> } | null>(null);
  useEffect(() => {
    if (!found) return;
    let wanted = true;
    found.load().then(({ default: Component }) => wanted && setShown({ pattern: found.pattern, Component }));
    return () => {
      wanted = false;
    };
  }, [found?.pattern]);
  if (!found) {
    return (
      <Page title={t('notFound.page')}>
        <div class="panel">
          <Empty icon="search" title={t('notFound.title')}>
            <p>{t('notFound.text')}</p>
            <ButtonLink href="/">{t('notFound.back')}</ButtonLink>
          </Empty>
        </div>
      </Page>
    );
  }
  // By address, so that a view of one thing does not keep the state of another.
  return shown?.pattern === found.pattern ? (
    <shown.Component key={path.value} params={found.params} />
  ) : (
    <Bones rows={8} />
  );
}
