import { expect, it } from 'vitest';
import { startPostgres } from '../postgres.ts';
import { openHttp } from './http.ts';

it('the rules of the tables answer alike on PostgreSQL', async () => {
  const http = await openHttp('postgres');
  const post = (path: string, body: object) => http.call('POST', path, body);
  const { id } = (await post('/api/offers', { name: 'Tea', currency: 'RUB', price: '1.50' })).body;
  expect((await http.call('GET', `/api/offers/${id}`)).body.price).toBe('1.5');
  await post(`/api/offers/${id}/goals`, { code: 'sale', name: 'Sale' });
  expect((await post(`/api/offers/${id}/goals`, { code: 'sale', name: 'Sale' })).body.code).toBe('conflict');
  await post('/api/leads', { offerId: id, extId: 'A' });
  expect((await post('/api/leads', { offerId: id, extId: 'A' })).body.code).toBe('conflict');
  expect((await http.call('DELETE', `/api/offers/${id}`)).body).toMatchObject({
    code: 'in_use',
    detail: expect.stringContaining('a lead refers to it'),
  });
  const { days } = (await http.call('GET', '/api/stats?from=2026-03-01&to=2026-03-02')).body;
  expect(days).toMatchObject([{ day: '2026-03-01' }, { day: '2026-03-02', approvalRate: null }]);
  await http.close();
});

it('while the database is away the answer is 503, and all is well when it is back', async () => {
  const server = await startPostgres();
  const http = await openHttp('postgres', server.url);
  expect((await http.call('GET', '/api/offers')).status).toBe(200);
  await server.stop();
  expect(await http.call('GET', '/api/offers')).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect((await http.raw('/readyz')).status).toBe(503);
  expect((await http.raw('/healthz')).status).toBe(200);
  await server.start();
  expect((await http.call('GET', '/api/offers')).status).toBe(200);
  await http.close();
  await server.remove();
});
