import { useState } from 'preact/hooks';
import { api, Problem } from '../../api/client.ts';
import type { PostbackDelivery, Webmaster } from '../../api/types.ts';
import { t } from '../../app/words.ts';
import { Button, ProblemNote } from '../../parts/basics.tsx';
import { Told } from './told.tsx';

type Postback = Webmaster['postbacks'][number];
type Tried = Pick<PostbackDelivery, 'url' | 'request' | 'response' | 'error'>;

/** Sends a made-up event to an address as it stands in the form, and shows what it answers. */
export function TestPostback({ webmasterId, postback }: { webmasterId: number; postback: Postback }) {
  const [tried, setTried] = useState<Tried | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (): Promise<void> => {
    setProblem(null);
    setTried(null);
    try {
      const { items } = await api.post<{ items: Tried[] }>(`/api/webmasters/${webmasterId}/postbacks/test`, {
        url: postback.url,
        method: postback.method,
        event: postback.events[0] ?? 'accepted',
      });
      setTried(items[0] ?? null);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <>
      <Button small icon="play" onClick={run}>
        {t('settings.testPostback')}
      </Button>
      {(tried || problem) && (
        <div class="wide-part" role="status">
          <ProblemNote problem={problem} />
          {tried && <Told told={tried} />}
        </div>
      )}
    </>
  );
}
