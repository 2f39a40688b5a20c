import { Page } from '../../app/page.tsx';
import { t } from '../../app/words.ts';
import { Operations } from './operations.tsx';

/** The journal of all pipelines. */
export default function Journal() {
  return (
    <Page title={t('operations.title')} crumbs={[['/pipelines', t('pipelines.title')]]}>
      <Operations pipelineId={null} />
    </Page>
  );
}
