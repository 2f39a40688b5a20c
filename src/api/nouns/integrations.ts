import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { connectOffer, disconnectOffer, getConnection, listConnections } from '../../network/connections.ts';
import {
  createIntegration,
  deleteIntegration,
  getIntegration,
  listIntegrations,
  updateIntegration,
} from '../../network/integrations.ts';
import { body, change, route, routes } from '../routes.ts';
import {
  changing,
  creating,
  Deleted,
  id,
  idPath,
  idsPath,
  listOf,
  name,
  page,
  paramChanges,
  params,
  time,
} from '../schemas.ts';

const fields = {
  name,
  timezone: z.string().max(100).openapi({ description: 'IANA name', example: 'Europe/Moscow' }),
  maxConcurrent: z.int().min(1).max(100).openapi({ description: 'requests to the CRM at a time' }),
  requestsPerMinute: z.int().min(1).max(100_000).nullable(),
  allowedHosts: z
    .array(z.string().max(300))
    .max(100)
    .openapi({ description: '`host` or `host:port` that requests may go to besides the host of the URL' }),
  paused: z.boolean(),
};
export const Integration = z
  .object({
    id,
    ...fields,
    params: z.record(z.string(), z.string()),
    secretNames: z.array(z.string()).openapi({ description: 'secrets are written, never read back' }),
    createdAt: time,
    updatedAt: time,
  })
  .openapi('Integration');
const NewIntegration = creating(
  { ...fields, params, secrets: params },
  {
    timezone: 'UTC',
    params: {},
    secrets: {},
    maxConcurrent: 2,
    requestsPerMinute: null,
    allowedHosts: [],
    paused: false,
  },
).openapi('NewIntegration');
const IntegrationChanges = changing({ ...fields, params: paramChanges, secrets: paramChanges }).openapi(
  'IntegrationChanges',
);

const connection = { params, preprocessScriptId: id.nullable(), processScriptId: id.nullable() };
const OfferConnection = z
  .object({ integrationId: id, offerId: id, ...connection, params: z.record(z.string(), z.string()) })
  .openapi('OfferConnection');
const NewConnection = creating(connection, {
  params: {},
  preprocessScriptId: null,
  processScriptId: null,
}).openapi('NewOfferConnection');
const connectionPath = idsPath('offerId');

const paths = (app: App) =>
  routes()
    .openapi(
      route('get', '/api/integrations', 'List integrations', { query: page }, 200, listOf(Integration)),
      async (c) => c.json(await listIntegrations(app.db, app.secrets, c.req.valid('query')), 200),
    )
    .openapi(
      route('post', '/api/integrations', 'Create an integration', { body: body(NewIntegration) }, 201, Integration),
      async (c) => {
        const input = c.req.valid('json');
        return c.json(await change(app, c, (trx) => createIntegration(trx, app.secrets, input, app.clock.now())), 201);
      },
    )
    .openapi(
      route('get', '/api/integrations/{id}', 'Read an integration', { params: idPath }, 200, Integration),
      async (c) => c.json(await getIntegration(app.db, app.secrets, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/integrations/{id}',
        'Change an integration: parameters and secrets merge by name, null takes one away',
        { params: idPath, body: body(IntegrationChanges) },
        200,
        Integration,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const changes = c.req.valid('json');
        return c.json(
          await change(app, c, (trx) => updateIntegration(trx, app.secrets, id, changes, app.clock.now())),
          200,
        );
      },
    )
    .openapi(
      route('delete', '/api/integrations/{id}', 'Delete an integration', { params: idPath }, 200, Deleted),
      async (c) => c.json(await change(app, c, (trx) => deleteIntegration(trx, c.req.valid('param').id)), 200),
    );

const connectionPaths = (app: App) =>
  routes()
    .openapi(
      route(
        'get',
        '/api/integrations/{id}/offers',
        'List the offers of an integration',
        { params: idPath, query: page },
        200,
        listOf(OfferConnection),
      ),
      async (c) => c.json(await listConnections(app.db, c.req.valid('param').id, c.req.valid('query')), 200),
    )
    .openapi(
      route(
        'get',
        '/api/integrations/{id}/offers/{offerId}',
        'Read how an offer is connected',
        { params: connectionPath },
        200,
        OfferConnection,
      ),
      async (c) => {
        const { id, offerId } = c.req.valid('param');
        return c.json(await getConnection(app.db, id, offerId), 200);
      },
    )
    .openapi(
      route(
        'put',
        '/api/integrations/{id}/offers/{offerId}',
        'Connect an offer, or set its connection anew; its own scripts win over the check’s',
        { params: connectionPath, body: body(NewConnection) },
        200,
        OfferConnection,
      ),
      async (c) => {
        const { id, offerId } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => connectOffer(trx, id, offerId, c.req.valid('json'))), 200);
      },
    )
    .openapi(
      route(
        'delete',
        '/api/integrations/{id}/offers/{offerId}',
        'Disconnect an offer',
        { params: connectionPath },
        200,
        z.object({ integrationId: id, offerId: id }),
      ),
      async (c) => {
        const { id, offerId } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => disconnectOffer(trx, id, offerId)), 200);
      },
    );

export const integrations = (app: App) => routes().route('/', paths(app)).route('/', connectionPaths(app));
