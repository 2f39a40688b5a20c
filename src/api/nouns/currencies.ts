import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import {
  createCurrency,
  deleteCurrency,
  getCurrency,
  listCurrencies,
  updateCurrency,
} from '../../network/currencies.ts';
import { body, change, route, routes } from '../routes.ts';
import { changing, Deleted, id, idPath, iso, listOf, page } from '../schemas.ts';

const Currency = z.object({ id, iso }).openapi('Currency');
const NewCurrency = z.strictObject({ iso }).openapi('NewCurrency');
const CurrencyChanges = changing({ iso }).openapi('CurrencyChanges');

export const currencies = (app: App) =>
  routes()
    .openapi(route('get', '/api/currencies', 'List currencies', { query: page }, 200, listOf(Currency)), async (c) =>
      c.json(await listCurrencies(app.db, c.req.valid('query')), 200),
    )
    .openapi(
      route('post', '/api/currencies', 'Create a currency', { body: body(NewCurrency) }, 201, Currency),
      async (c) => c.json(await change(app, c, (trx) => createCurrency(trx, c.req.valid('json'))), 201),
    )
    .openapi(route('get', '/api/currencies/{id}', 'Read a currency', { params: idPath }, 200, Currency), async (c) =>
      c.json(await getCurrency(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/currencies/{id}',
        'Change a currency',
        { params: idPath, body: body(CurrencyChanges) },
        200,
        Currency,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => updateCurrency(trx, id, c.req.valid('json'))), 200);
      },
    )
    .openapi(
      route('delete', '/api/currencies/{id}', 'Delete a currency', { params: idPath }, 200, Deleted),
      async (c) => c.json(await change(app, c, (trx) => deleteCurrency(trx, c.req.valid('param').id)), 200),
    );
