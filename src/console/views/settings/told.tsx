import type { PostbackDelivery } from '../../api/types.ts';
import { t, translated } from '../../app/words.ts';
import { Label, Note } from '../../parts/basics.tsx';
import { Text } from '../../result/json.tsx';

/** What was sent to a webmaster's address, and what it answered. */
export function Told({
  told: { url, request, response, error },
}: {
  told: Pick<PostbackDelivery, 'url' | 'request' | 'response' | 'error'>;
}) {
  return (
    <div class="stack tight">
      {error && <Note tone="red">{translated({ code: '', message: error })}</Note>}
      <div class="row">
        {request && (
          <Label tone="blue" bare>
            {request.method}
          </Label>
        )}
        <code class="breaks">{request?.url ?? url}</code>
      </div>
      {request?.body && <Text text={request.body} label={t('runs.body')} />}
      {response && (
        <>
          <div class="row">
            <h3>{t('runs.answer')}</h3>
            <Label tone={response.status < 300 ? 'green' : 'red'} bare>
              {response.status}
            </Label>
          </div>
          {response.body !== '' && <Text text={response.body} label={t('runs.answer')} />}
        </>
      )}
    </div>
  );
}
