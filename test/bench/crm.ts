import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A CRM in a process of its own, so that its work is not the server's: it answers for the orders asked for, every n-th of
 * them accepted (`?every=20`, 0 for none), the rest unchanged.
 */
const server = createServer((request, response) => {
  const query = new URL(request.url ?? '/', 'http://crm').searchParams;
  const every = Number(query.get('every'));
  const orders = (query.get('ids') ?? '').split(',').map((id) => {
    const accepted = every > 0 && Number(id.slice(1)) % every === 0;
    return { id, status: accepted ? 'accept' : 'wait', name: 'Ivan Petrov', phone: '+7 900 000-00-00', total: 990 };
  });
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(orders));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
