/** A CRM whose `/orders?ids=` tells of the orders asked for. */
import type { RecordedRequest } from '../fake-crm.ts';

/** External ids that a request asks for. */
export const asked = (request: RecordedRequest): string[] =>
  (request.query.get('ids') ?? '').split(',').filter(Boolean);
/** Answers for every order asked for, all with the same status word. */
export const everyOrder = (status: string) => (request: RecordedRequest) => ({
  body: asked(request).map((id) => ({ id, status })),
});
