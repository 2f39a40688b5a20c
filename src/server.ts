import type { AddressInfo } from 'node:net';
import { listen } from './api/listen.ts';
import type { App } from './app.ts';
import { startWorker, type Worker } from './checks/workers/worker.ts';
import { type Config, withPort } from './config.ts';
import { startIntake } from './intake/workers/worker.ts';
import { startMaintenance } from './maintenance.ts';
import { startNotifier } from './notify/worker.ts';

/** What runs finishes within this time of a SIGTERM, or is handed back. */
const graceMs = 8_000;

/** Answers that take longer are cut when the server stops. */
const answerGraceMs = 2_000;

export interface Server {
  /** Where it listens; null for a worker. */
  url: string | null;
  /** Null for a process that only answers HTTP. */
  worker: Worker | null;
  /** Takes no more work, finishes or hands back what runs, and lets go of everything. */
  stop(): Promise<void>;
}

/**
 * Starts what the role of this process asks for: HTTP, the queue, the worker of the checks, maintenance.
 * @param listening told where it listens as soon as requests are answered; the workers start afterwards
 */
export async function startServer(app: App, listening: (url: string) => void = () => {}): Promise<Server> {
  const { role } = app.config;
  await app.queue.start();
  const http = role === 'worker' ? null : await listenHttp(app);
  if (http) listening(http.url);
  const worker = role === 'web' ? null : await startWorker(app);
  const intake = role === 'web' ? null : await startIntake(app);
  const notifier = role === 'web' ? null : startNotifier(app);
  app.isolates.warm();
  // Nobody waits for it: its first chore is a minute away.
  const maintenance = worker ? startMaintenance(app).catch(brokenOff(app)) : null;
  return {
    url: http?.url ?? null,
    worker,
    async stop() {
      // Side by side: a caller who waits for a sweep must not keep the worker at work.
      await Promise.all([http?.close(), worker?.stop(graceMs), intake?.stop(graceMs), notifier?.stop(graceMs)]);
      await maintenance;
      await app.queue.stop({ graceMs: 1_000 });
      await app.close();
    },
  };
}

const brokenOff =
  ({ log }: App) =>
  (error: unknown): void =>
    log.error({ err: error }, 'Maintenance could not be started');

async function listenHttp(app: App): Promise<{ url: string; close(): Promise<void> }> {
  const server = await listen(app, app.config);
  const bound: Config = withPort(app.config, (server.address() as AddressInfo).port);
  return {
    url: bound.publicUrl,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Idle keep-alive connections would hold the server open; those at work finish their answer.
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), answerGraceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
