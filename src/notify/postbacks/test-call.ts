import { randomUUID } from 'node:crypto';
import type { App } from '../../app.ts';
import { InvalidInput } from '../../errors.ts';
import { getWebmaster, postbackEvents } from '../../network/webmasters.ts';
import { type Told, tell } from './deliver.ts';
import { type Macros, postbackRequest } from './message.ts';
import { postbackSecret } from './secret.ts';

export interface TestCall extends Told {
  url: string;
  method: 'GET' | 'POST';
}

/**
 * Sends a made-up event to a webmaster's URLs, or to one that is not saved yet, and shows what they answer.
 * @throws InvalidInput where he has no URL and none is given
 */
export async function testPostbacks(
  app: App,
  webmasterId: number,
  given: { url?: string | undefined; method: 'GET' | 'POST'; event: (typeof postbackEvents)[number] },
  signal: AbortSignal,
): Promise<TestCall[]> {
  const webmaster = await getWebmaster(app.db, webmasterId);
  const targets = given.url === undefined ? webmaster.postbacks : [{ url: given.url, method: given.method }];
  if (targets.length === 0) {
    throw new InvalidInput([{ path: 'url', message: `is required: webmaster ${webmasterId} has no postbacks` }]);
  }
  const secret = await postbackSecret(app.db, app.secrets, webmasterId);
  const now = app.clock.now();
  return Promise.all(
    targets.map(async ({ url, method }) => {
      const message = { id: `msg_${randomUUID()}`, url, method, macros: sample(given.event, now) };
      const told = await tell(app, postbackRequest(message, secret, now), signal);
      return Object.assign(told, { url, method });
    }),
  );
}

const statusOf: Record<(typeof postbackEvents)[number], number> = {
  processing: 2,
  callback: 3,
  hold: 4,
  accepted: 6,
  cancelled: 5,
  trash: 5,
  paid: 10,
  returned: 11,
};

const sample = (event: (typeof postbackEvents)[number], now: Date): Macros => ({
  id: '0',
  extId: 'test',
  offer: '0',
  goal: '',
  status: `${statusOf[event]}`,
  stage: event,
  reason: event === 'trash' ? '6' : event === 'cancelled' ? '2' : '',
  trash: event === 'trash' ? '1' : '0',
  payout: '0',
  currency: '',
  sub1: 'sub1',
  sub2: 'sub2',
  sub3: 'sub3',
  sub4: 'sub4',
  time: now.toISOString(),
});
