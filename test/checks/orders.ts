/** A CRM whose `/orders?ids=` tells of the orders asked for. */
import type { RecordedRequest } from '../fake-crm.ts';
import type { World } from '../world.ts';

/** External ids that a request asks for. */
export const asked = (request: RecordedRequest): string[] =>
  (request.query.get('ids') ?? '').split(',').filter(Boolean);

/** Answers for every order asked for, all with the same status word. */
export const everyOrder = (status: string) => (request: RecordedRequest) => ({
  body: asked(request).map((id) => ({ id, status })),
});

/**
 * Answers for every order asked for once it is let go.
 * @param from the request that is held, the first one unless said, and those after it
 * @returns lets go
 */
export function holdOrders({ crm }: World, status: string, from = 1): () => void {
  const held = Promise.withResolvers<void>();
  crm.answer('/orders', async (request) => {
    if (crm.requests.length >= from) await held.promise;
    return everyOrder(status)(request);
  });
  return held.resolve;
}
