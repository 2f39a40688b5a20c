import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '../../app.ts';
import type { SweepState } from '../../db/schema/checks.ts';
import { Conflict, InvalidInput, NotFound } from '../../errors.ts';
import { getSweep } from '../views/queries.ts';
import { signalLanes } from '../workers/lanes.ts';
import { stopRunningSweep } from './finish.ts';
import { openSweep } from './open.ts';

export interface StartedSweep {
  id: number;
  state: SweepState;
}

/**
 * Starts a sweep of each offer of a check, or of one of them, now; those under way are joined. A check that is not enabled
 * can be run like this, one whose integration or network is paused cannot.
 * @throws NotFound, Conflict where it is paused, InvalidInput where the offer is not connected to the check's integration
 */
export async function startSweeps(
  app: Pick<App, 'db' | 'queue' | 'clock'>,
  checkId: number,
  offerId: number | undefined,
): Promise<StartedSweep[]> {
  const check = await app.db
    .selectFrom('checks as c')
    .innerJoin('integrations as i', 'i.id', 'c.integration_id')
    .innerJoin('settings as s', (join) => join.onTrue())
    .where('c.id', '=', checkId)
    .select(['c.integration_id', 'i.paused', 's.paused as all_paused'])
    .executeTakeFirst();
  if (!check) throw new NotFound('check', checkId);
  if (check.all_paused) throw new Conflict('The whole network is paused; nothing new starts');
  if (check.paused) throw new Conflict(`Integration ${check.integration_id} is paused; nothing new starts`);
  const connected = await app.db
    .selectFrom('integration_offers')
    .where('integration_id', '=', check.integration_id)
    .select('offer_id')
    .orderBy('offer_id')
    .execute();
  const offers = connected.map(({ offer_id }) => offer_id).filter((id) => offerId === undefined || id === offerId);
  if (offerId !== undefined && offers.length === 0) {
    throw new InvalidInput([
      { path: 'offerId', message: `Offer ${offerId} is not connected to integration ${check.integration_id}` },
    ]);
  }
  const ids: number[] = [];
  for (const offer of offers) {
    ids.push(await app.db.transaction().execute((trx) => openSweep(trx, checkId, offer, app.clock.now())));
  }
  await signalLanes(app, check.integration_id);
  if (ids.length === 0) return [];
  return app.db.selectFrom('sweeps').where('id', 'in', ids).select(['id', 'state']).orderBy('id').execute();
}

const lookEveryMs = 100;

/** Waits until the sweeps are over; null where they are not after `seconds`. */
export async function sweepsOver(
  app: Pick<App, 'db'>,
  ids: number[],
  seconds: number,
  signal?: AbortSignal,
): Promise<Awaited<ReturnType<typeof getSweep>>[] | null> {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    const running = await app.db
      .selectFrom('sweeps')
      .where('id', 'in', ids.length > 0 ? ids : [0])
      .where('state', '=', 'running')
      .select('id')
      .limit(1)
      .executeTakeFirst();
    if (!running) break;
    if (performance.now() >= until) return null;
    await delay(lookEveryMs, undefined, { ...(signal && { signal }) });
  }
  const sweeps: Awaited<ReturnType<typeof getSweep>>[] = [];
  for (const id of ids) sweeps.push(await getSweep(app.db, id));
  return sweeps;
}

/** @throws NotFound, Conflict where it is over already */
export async function stopSweep(
  app: Pick<App, 'db' | 'clock'>,
  id: number,
): Promise<Awaited<ReturnType<typeof getSweep>>> {
  const stopped = await app.db.transaction().execute((trx) => stopRunningSweep(trx, id, app.clock.now()));
  const sweep = await getSweep(app.db, id);
  if (!stopped) throw new Conflict(`Sweep ${id} is ${sweep.state} already`);
  return sweep;
}
