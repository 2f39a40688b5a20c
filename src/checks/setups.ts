import type { App } from '../app.ts';
import { loadLeadContext } from '../leads/context.ts';
import type { LeadContext } from '../leads/state.ts';
import { loadSetup, type RunSetup } from './setup.ts';

/** The set-up of a run, and what the rules for leads look up. */
export interface FullSetup extends RunSetup {
  leadContext: LeadContext;
}

export interface Setups {
  /** @throws NotFound where the check, the offer's connection or a script is gone */
  get(checkId: number, offerId: number, revision: number): Promise<FullSetup>;
}

/** More than this many set-ups are not held at once. */
const mostHeld = 1_000;

/** Holds set-ups as long as nothing that they were made of has changed: the database counts such changes in `revision`. */
export function createSetups(app: Pick<App, 'db' | 'secrets'>): Setups {
  const held = new Map<string, { revision: number; setup: Promise<FullSetup> }>();
  return {
    get(checkId, offerId, revision) {
      const name = `${checkId}:${offerId}`;
      const known = held.get(name);
      if (known && known.revision >= revision) return known.setup;
      const setup = load(app, checkId, offerId);
      setup.catch(() => held.delete(name));
      if (held.size >= mostHeld) held.clear();
      held.set(name, { revision, setup });
      return setup;
    },
  };
}

async function load(app: Pick<App, 'db' | 'secrets'>, checkId: number, offerId: number): Promise<FullSetup> {
  const check = await app.db.selectFrom('checks').where('id', '=', checkId).selectAll().executeTakeFirstOrThrow();
  const setup = await loadSetup(app.db, app.secrets, check, offerId);
  return { ...setup, leadContext: await loadLeadContext(app.db, [offerId]) };
}
