import { createServer } from 'node:net';
import { type Config, ConfigError } from '../config.ts';

export const usualPort = 3000;

/**
 * The port to listen on: the configured one; where nobody asked for that and it is taken, 0, so that any free one will do.
 * @throws ConfigError where one that was asked for is taken
 */
export async function choosePort({ host, port }: Pick<Config, 'host' | 'port'>, askedFor: boolean): Promise<number> {
  if (port === 0 || (await isFree(host, port))) return port;
  if (!askedFor) return 0;
  throw new ConfigError(
    `PORT=${port} is taken by another program: stop that one or choose another port (without PORT, the demo finds a free one)`,
  );
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
