import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { App } from '../app.ts';
import { createApi } from './app.ts';
import { takeUnescapedAddresses } from './unescaped-address.ts';

/** Bytes of a request's first line and headers: a purchase of many positions comes in an address of many kilobytes. */
const maxHeaderSize = 64 * 1024;

/** Answers HTTP; resolves once it listens. */
export async function listen(app: App, { host, port }: { host: string; port: number }): Promise<Server> {
  const { fetch } = createApi(app);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port, serverOptions: { maxHeaderSize } }, () =>
      resolve(server),
    ) as Server;
    server.once('error', reject);
    takeUnescapedAddresses(server);
  });
}
