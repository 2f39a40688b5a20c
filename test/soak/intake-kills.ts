import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type FakeCrm, startFakeCrm } from '../fake-crm.ts';
import { type ServerProcess, startProcess } from './server-process.ts';

export interface IntakeEnd {
  /** Events that were answered with 200. */
  answered: number;
  /** Answered events without exactly one operation. */
  lost: number[];
  /** Operations that did not come to an end. */
  unfinished: number;
  /** Events that the receiver got more than once. */
  twice: number[];
  /** Events that it never got although their operation is done, or got although the operation says neither. */
  wrong: number[];
  /** Operations that were cut in the middle of their request. */
  maybeDelivered: number;
}

export interface IntakeKills {
  kills: number;
  events: number;
  databaseUrl?: string;
  /** Made where it is not given; deleted at the end. */
  dataDir?: string;
  /** Called each time when the server is dead and the next one not yet there. */
  whileDead?: () => Promise<void>;
}

const connections = 50;

/**
 * Sends events from 50 connections while the server is killed with SIGKILL in the middle, again and again; then lets it finish,
 * and compares what was answered, what the journal says and what the receiver got.
 * @param random between 0 and 1: when the next kill comes
 */
export async function intakeAfterKills(
  { kills, events, databaseUrl, dataDir, whileDead = async () => {} }: IntakeKills,
  random: () => number,
): Promise<IntakeEnd> {
  const crm = await startFakeCrm();
  crm.answer('/orders', { body: { status: 'success' } });
  const directory = dataDir ?? mkdtempSync(join(tmpdir(), 'sverka-kills-'));
  const env = {
    ADMIN_API_KEY: 'kill-kill-kill-kill',
    ALLOW_PRIVATE_HOSTS: crm.host,
    DATA_DIR: directory,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
  let server = await startProcess(env);
  try {
    const { pipelineId, path } = await makePipeline(server, crm);
    const answered: number[] = [];
    let next = 0;
    let nextKill = { atEvent: Number.POSITIVE_INFINITY, now: () => {} };
    let restarted = Promise.withResolvers<void>();
    const sendAll = async (): Promise<void> => {
      for (let event = next++; event < events; event = next++) {
        if (event >= nextKill.atEvent) nextKill.now();
        const { url } = server;
        const status = await fetch(`${url}${path}?id=${event}`).then(
          (response) => response.status,
          () => null,
        );
        if (status === 200) answered.push(event);
        else if (server.url === url) await restarted.promise;
      }
    };
    const sending = Promise.all(Array.from({ length: connections }, sendAll));
    for (let kill = 1; kill <= kills; kill++) {
      // Spread over the events, each kill somewhere within its share: those that were sent, since not all are answered.
      const atEvent = Math.floor((events * (kill - 1 + random())) / kills);
      await new Promise<void>((resolve) => {
        nextKill = { atEvent, now: resolve };
        if (next > atEvent) resolve();
      });
      await server.kill();
      await whileDead();
      server = await startProcess(env);
      restarted.resolve();
      restarted = Promise.withResolvers<void>();
    }
    // Whoever is refused now waits for no other server.
    restarted.resolve();
    await sending;
    await untilQuiet(server, pipelineId);
    return await endOf(server, crm, pipelineId, answered);
  } finally {
    await server.kill();
    await crm.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function makePipeline(server: ServerProcess, crm: FakeCrm): Promise<{ pipelineId: number; path: string }> {
  const source = await server.call('POST', '/api/sources', { name: 'In', type: 'webhook' });
  const { id } = await server.call('POST', '/api/pipelines', {
    name: 'Out',
    sourceId: source.id,
    actions: [
      { type: 'form-urlencoded', name: 'form', fields: [{ name: 'id', value: '{event.id}', required: true }] },
      { type: 'http-request', name: 'send', method: 'POST', url: `${crm.url}/orders`, body: '{previous}' },
    ],
  });
  await server.call('POST', `/api/pipelines/${id}/start`, {});
  return { pipelineId: id, path: new URL(source.url).pathname };
}

/** What a dead worker had is taken over once its lease is over. */
async function untilQuiet(server: ServerProcess, pipelineId: number): Promise<void> {
  for (const until = performance.now() + 180_000; performance.now() < until; await delay(200)) {
    const { items } = await server.call('GET', `/api/operations?pipelineId=${pipelineId}&state=queued,running&limit=1`);
    if (items.length === 0) return;
  }
}

async function endOf(server: ServerProcess, crm: FakeCrm, pipelineId: number, answered: number[]): Promise<IntakeEnd> {
  const operations = new Map<number, { state: string; code: string | undefined }[]>();
  let next: string | null = null;
  do {
    const cursor: string = next === null ? '' : `&cursor=${next}`;
    const page: any = await server.call('GET', `/api/operations?pipelineId=${pipelineId}&limit=500${cursor}`);
    for (const { event, state, error } of page.items) {
      const id = Number(event.id);
      operations.set(id, [...(operations.get(id) ?? []), { state, code: error?.code }]);
    }
    next = page.next;
  } while (next !== null);
  const got = new Map<number, number>();
  for (const { body } of crm.requests) {
    const id = Number(new URLSearchParams(body).get('id'));
    got.set(id, (got.get(id) ?? 0) + 1);
  }
  const ends = [...operations].map(([id, [first]]) => ({
    id,
    state: first?.state,
    code: first?.code,
    received: got.get(id) ?? 0,
  }));
  return {
    answered: answered.length,
    lost: answered.filter((id) => operations.get(id)?.length !== 1),
    unfinished: ends.filter(({ state }) => state !== 'done' && state !== 'failed').length,
    twice: [...got].filter(([, count]) => count > 1).map(([id]) => id),
    wrong: ends
      .filter(({ state, code, received }) => (state === 'done' ? received !== 1 : code !== 'maybe_delivered'))
      .map(({ id }) => id),
    maybeDelivered: ends.filter(({ code }) => code === 'maybe_delivered').length,
  };
}
