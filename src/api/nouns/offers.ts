import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { createOffer, deleteOffer, getOffer, listOffers, updateOffer } from '../../network/offers.ts';
import { body, change, route, routes } from '../routes.ts';
import { amount, changing, creating, Deleted, id, idPath, iso, listOf, money, name, page, time } from '../schemas.ts';

const days = z.int().min(0).max(3_650);

const payout = z.strictObject({ wm: money.default('0'), pay: money.default('0'), ref: money.default('0') });
const payoutChanges = z.strictObject({ wm: money, pay: money, ref: money }).partial();

const fields = {
  name,
  currency: iso,
  delivery: z
    .boolean()
    .openapi({ description: 'goods are delivered: an accepted lead is packed, else it is paid at once' }),
  price: money,
  holdDays: days,
  cancelAfterDays: days.min(1).nullable(),
  payoutPerUnit: z.boolean(),
};
const Offer = z
  .object({
    id,
    ...fields,
    price: amount,
    payout: z.object({ wm: amount, pay: amount, ref: amount }),
    createdAt: time,
    updatedAt: time,
  })
  .openapi('Offer');
const NewOffer = creating(
  { ...fields, payout },
  {
    delivery: true,
    price: '0',
    holdDays: 0,
    cancelAfterDays: null,
    payoutPerUnit: false,
    payout: { wm: '0', pay: '0', ref: '0' },
  },
).openapi('NewOffer');
const OfferChanges = changing({ ...fields, payout: payoutChanges }).openapi('OfferChanges');

export const offers = (app: App) =>
  routes()
    .openapi(route('get', '/api/offers', 'List offers', { query: page }, 200, listOf(Offer)), async (c) =>
      c.json(await listOffers(app.db, c.req.valid('query')), 200),
    )
    .openapi(route('post', '/api/offers', 'Create an offer', { body: body(NewOffer) }, 201, Offer), async (c) =>
      c.json(await change(app, c, (trx) => createOffer(trx, c.req.valid('json'), app.clock.now())), 201),
    )
    .openapi(route('get', '/api/offers/{id}', 'Read an offer', { params: idPath }, 200, Offer), async (c) =>
      c.json(await getOffer(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route('patch', '/api/offers/{id}', 'Change an offer', { params: idPath, body: body(OfferChanges) }, 200, Offer),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => updateOffer(trx, id, c.req.valid('json'), app.clock.now())), 200);
      },
    )
    .openapi(
      route('delete', '/api/offers/{id}', 'Delete an offer with its goals', { params: idPath }, 200, Deleted),
      async (c) => c.json(await change(app, c, (trx) => deleteOffer(trx, c.req.valid('param').id)), 200),
    );
