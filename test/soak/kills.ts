import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeCrm, startFakeCrm } from '../fake-crm.ts';
import { usualScript } from '../world.ts';
import { type ServerProcess, startProcess } from './server-process.ts';

const leads = 100;
const batchSize = 5;
const words = ['accept', 'cancel', 'call'] as const;

/** What the CRM says of an order; the end state follows from it. */
const wordOf = (extId: string): (typeof words)[number] => words[Number(extId.slice(1)) % 3] ?? 'call';

export interface EndState {
  /** Leads by status. */
  statuses: Record<number, number>;
  /** Leads whose money is not exactly what their status says. */
  wrongMoney: number[];
  /** Leads that do not have exactly one history row. */
  wrongHistory: number[];
  /** Runs left `running` that no worker runs. */
  ghosts: number;
  /** Runs that were interrupted. */
  crashed: number;
}

/** What it is when nothing is ever killed. */
export const expectedEnd: Omit<EndState, 'crashed'> = {
  statuses: countBy(Array.from({ length: leads }, (_, n) => ({ accept: 6, cancel: 5, call: 3 })[wordOf(`k${n}`)])),
  wrongMoney: [],
  wrongHistory: [],
  ghosts: 0,
};

export interface Kills {
  kills: number;
  databaseUrl?: string;
  /** Made where it is not given; deleted at the end. */
  dataDir?: string;
  /** Called each time when the server is dead and the next one not yet there. */
  whileDead?: () => Promise<void>;
}

/**
 * Lets a server check its leads and kills it with SIGKILL in the middle, again and again; then lets it finish, and reads
 * over the API what became of the leads.
 * @param random between 0 and 1: when the next kill comes
 */
export async function endAfterKills(
  { kills, databaseUrl, dataDir, whileDead = async () => {} }: Kills,
  random: () => number,
): Promise<EndState> {
  const crm = await startFakeCrm();
  const directory = dataDir ?? mkdtempSync(join(tmpdir(), 'sverka-kills-'));
  const env = {
    ADMIN_API_KEY: 'kill-kill-kill-kill',
    ALLOW_PRIVATE_HOSTS: crm.host,
    DATA_DIR: directory,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
  let server = await startProcess(env);
  try {
    const { checkId } = await makeNetwork(server, crm);
    for (let kill = 0; kill < kills; kill++) {
      const more = 1 + Math.floor(random() * 8);
      await server.call('POST', `/api/checks/${checkId}/run`, {});
      await crm.received(crm.requests.length + more);
      await server.kill();
      await whileDead();
      server = await startProcess(env);
    }
    await untilAllAsked(server, checkId);
    await untilQuiet(server, checkId);
    return await endState(server);
  } finally {
    await server.kill();
    await crm.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function makeNetwork(server: ServerProcess, crm: FakeCrm): Promise<{ checkId: number }> {
  crm.answer('/orders', (request) => ({
    body: (request.query.get('ids') ?? '').split(',').map((id) => ({ id, status: wordOf(id) })),
  }));
  const offer = await server.call('POST', '/api/offers', {
    name: 'Slim tea',
    currency: 'RUB',
    payout: { wm: '500', pay: '700', ref: '0' },
  });
  const webmaster = await server.call('POST', '/api/webmasters', { name: 'Anna' });
  const integration = await server.call('POST', '/api/integrations', { name: 'LeadVertex' });
  await server.call('PUT', `/api/integrations/${integration.id}/offers/${offer.id}`, {});
  const script = await server.call('POST', '/api/scripts', { name: 'usual', language: 'js', code: usualScript });
  const check = await server.call('POST', '/api/checks', {
    integrationId: integration.id,
    kind: 'processing',
    enabled: true,
    everySeconds: 5,
    url: `${crm.url}/orders?ids={idel}`,
    format: 'json',
    batchSize,
    processScriptId: script.id,
  });
  const made = Array.from({ length: leads }, (_, n) => ({
    offerId: offer.id,
    webmasterId: webmaster.id,
    extId: `k${n}`,
  }));
  await server.call('POST', '/api/leads', made);
  return { checkId: check.id };
}

/** Waits for sweeps that ran to their end, until no lead is left that the CRM has not decided on. */
async function untilAllAsked(server: ServerProcess, checkId: number): Promise<void> {
  for (let sweep = 0; sweep < 20; sweep++) {
    await server.call('POST', `/api/checks/${checkId}/run?wait=30`, {});
    const { items } = await server.call('GET', '/api/leads?status=2&limit=1');
    if (items.length === 0) return;
  }
  throw new Error('Twenty sweeps have not reached every lead');
}

/** Starts no further sweep, and waits until none is under way: a run that is still `running` then is a ghost. */
async function untilQuiet(server: ServerProcess, checkId: number): Promise<void> {
  await server.call('PATCH', `/api/checks/${checkId}`, { enabled: false });
  const { sweeps } = await server.call('POST', `/api/checks/${checkId}/run?wait=30`, {});
  if (sweeps.some(({ state }: { state: string }) => state === 'running')) throw new Error('The last sweep did not end');
}

async function endState(server: ServerProcess): Promise<EndState> {
  const all = await list<{ id: number; status: number; booked: boolean }>(server, '/api/leads');
  const wrongMoney: number[] = [];
  const wrongHistory: number[] = [];
  for (const lead of all) {
    const ledger = await list<{ kind: string; amount: string }>(server, `/api/leads/${lead.id}/ledger`);
    const history = await list(server, `/api/leads/${lead.id}/history`);
    const money = ledger.map(({ kind, amount }) => `${kind} ${amount}`).toSorted();
    const due = lead.status === 6 ? 'pay 700,wm 500' : '';
    if (money.join(',') !== due || lead.booked !== (lead.status === 6)) wrongMoney.push(lead.id);
    if (history.length !== 1) wrongHistory.push(lead.id);
  }
  return {
    statuses: countBy(all.map(({ status }) => status)),
    wrongMoney,
    wrongHistory,
    ghosts: (await list(server, '/api/runs?state=running')).length,
    crashed: (await list(server, '/api/runs?state=crashed')).length,
  };
}

async function list<T>(server: ServerProcess, path: string): Promise<T[]> {
  const items: T[] = [];
  let next: string | null = null;
  do {
    const cursor: string = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
    const page: { items: T[]; next: string | null } = await server.call(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}limit=500${cursor}`,
    );
    items.push(...page.items);
    next = page.next;
  } while (next !== null);
  return items;
}

function countBy(values: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
