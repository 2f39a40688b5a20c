import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CrmName, type Order, stageAt } from '../orders.ts';
import { chai24 } from './chai24.ts';
import { type Crm, type CrmAnswer, type CrmOrder, json } from './crm.ts';
import { leadline } from './leadline.ts';
import { sklad } from './sklad.ts';

export interface FakeCrms {
  /** `127.0.0.1:port`; each CRM answers under a path of its own: `/leadline`, `/sklad`, `/chai24`. */
  host: string;
  port: number;
  /** Until then, every request is turned away. The orders' journeys begin at `begunAt`. */
  open(orders: readonly Order[], begunAt: Date): void;
  close(): Promise<void>;
}

const crms: Record<CrmName, Crm> = { leadline, sklad, chai24 };

/** Every so many requests to a CRM one is turned away, which asking again mends. */
const turnedAwayEvery = 17;
/** A CRM is down for so many seconds, every so many. */
const outage = { seconds: 8, every: 180 };

/**
 * Three CRMs over real HTTP on the loopback, on `port` or, where that is taken, on a free one. What they answer follows from
 * the orders and the time alone; nothing is stored.
 */
export async function startFakeCrms({ port, now }: { port: number; now: () => Date }): Promise<FakeCrms> {
  let opened: { orders: readonly Order[]; begunAt: Date } | null = null;
  const requests: Record<CrmName, number> = { leadline: 0, sklad: 0, chai24: 0 };
  const answer = (name: CrmName, url: URL, incoming: IncomingMessage, body: string): CrmAnswer => {
    if (!opened) return busy;
    const seconds = (now().getTime() - opened.begunAt.getTime()) / 1000;
    requests[name]++;
    if (isDown(crms[name], seconds)) return json(503, { error: 'maintenance, back in a moment' });
    if (requests[name] % turnedAwayEvery === 0) return busy;
    const request = {
      method: incoming.method ?? 'GET',
      path: url.pathname.slice(name.length + 1),
      query: url.searchParams,
      headers: incoming.headers as Record<string, string | undefined>,
      body,
    };
    return crms[name].answer(request, ordersOf(opened.orders, name, seconds));
  };
  const serve = async (incoming: IncomingMessage): Promise<CrmAnswer> => {
    const url = new URL(incoming.url ?? '/', 'http://crm');
    const name = url.pathname.split('/')[1] ?? '';
    const body = await textOf(incoming);
    return Object.hasOwn(crms, name)
      ? answer(name as CrmName, url, incoming, body)
      : json(404, { error: 'no such CRM' });
  };
  const server = createServer((incoming, outgoing) => {
    serve(incoming).then(
      ({ status, headers, body }) => outgoing.writeHead(status, headers).end(body),
      // A body that is no JSON, or a caller who went away.
      () => outgoing.destroy(),
    );
  });
  const listen = (wanted: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(port).catch(() => listen(0));
  const bound = (server.address() as AddressInfo).port;
  return {
    host: `127.0.0.1:${bound}`,
    port: bound,
    open(orders, begunAt) {
      opened = { orders, begunAt };
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

const busy: CrmAnswer = { ...json(503, { error: 'too busy' }), headers: { 'retry-after': '1' } };

const isDown = ({ firstOutage }: Crm, seconds: number): boolean =>
  seconds >= firstOutage && (seconds - firstOutage) % outage.every < outage.seconds;

function ordersOf(orders: readonly Order[], name: CrmName, seconds: number): CrmOrder[] {
  return orders.flatMap((order) => {
    const { crm, number, lost, journey } = order;
    return crm === name && number !== null && !lost ? [{ ...order, number, stage: stageAt(journey, seconds) }] : [];
  });
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
