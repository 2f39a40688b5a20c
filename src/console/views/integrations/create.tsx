import { Page } from '../../app/page.tsx';
import { param } from '../../app/router.ts';
import { t } from '../../app/words.ts';
import { ByHand } from './by-hand.tsx';
import { FromLibrary } from './from-library.tsx';
import { LibraryList } from './library-list.tsx';

/** A new CRM: out of the library of ready scripts, or by hand. */
export default function CreateIntegration() {
  const crm = param('crm');
  const byHand = param('by') === 'hand';
  return (
    <Page
      title={t('integrations.createTitle')}
      crumbs={[
        ['/integrations', t('integrations.title')],
        ...(crm !== '' || byHand ? ([['/integrations/new', t('integrations.library')]] as const) : []),
      ]}
    >
      {crm !== '' ? <FromLibrary key={crm} crm={crm} /> : byHand ? <ByHand /> : <LibraryList />}
    </Page>
  );
}
