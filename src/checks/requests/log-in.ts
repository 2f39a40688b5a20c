/** Where the token of a run comes from. */
import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '../../app.ts';
import type { CheckLogin } from '../../db/schema/checks.ts';
import type { RunError } from '../../db/schema/runs.ts';
import type { RequestRow } from '../report.ts';
import type { RunSetup } from '../setup.ts';
import type { Answerer } from './ask.ts';
import { askForToken, type LoginRequest, loginRequest, type TokenAnswer } from './ask-token.ts';
import { claimLogin, dropToken, findToken, giveUpLogin, keepToken, type TokenName } from './tokens.ts';

/** `row` where somebody was asked. */
export type LoggedIn =
  | { kind: 'token'; token: string; row: RequestRow | null }
  | { kind: 'failed'; error: RunError; row: RequestRow | null };

/** Gets the token of a check's log-in, another one than `refused`. */
export type LogIn = (
  login: CheckLogin,
  setup: RunSetup,
  refused: string | null,
  signal?: AbortSignal,
) => Promise<LoggedIn>;

type Parts = Pick<App, 'db' | 'secrets' | 'isolates' | 'clock'>;

/** How often those who wait for somebody else's log-in look whether it is done. */
const lookEveryMs = 150;
/** How much longer than one attempt a log-in may take before somebody else tries. */
const patienceMs = 15_000;

/** For runs: the kept token, else one log-in for all who wait, whose token is kept. */
export function logInOnce(app: Parts, answer: Answerer): LogIn {
  return async (login, setup, refused, signal) => {
    const request = loginRequest(login, setup);
    if ('code' in request) return { kind: 'failed', error: request, row: null };
    const name = tokenName(app, login, request, setup);
    if (refused !== null) await dropToken(app.db, app.secrets, name, refused);
    for (;;) {
      const now = app.clock.now();
      const kept = await findToken(app.db, app.secrets, name, now);
      if (kept !== null) return { kind: 'token', token: kept, row: null };
      const until = new Date(now.getTime() + setup.check.timeout_ms + patienceMs);
      if (await claimLogin(app.db, name, now, until)) break;
      await delay(lookEveryMs, undefined, signal && { signal });
    }
    let asked: TokenAnswer | null = null;
    try {
      asked = await askForToken(app, login, request, setup, answer, signal);
    } finally {
      if (asked?.kind === 'token') {
        const now = app.clock.now();
        const { token, seconds } = asked;
        const expiresAt = new Date(now.getTime() + seconds * 1000);
        await keepToken(app.db, app.secrets, name, { token, expiresAt }, now);
      } else await giveUpLogin(app.db, name);
    }
    return asked;
  };
}

/** For dry runs: the kept token, else one of its own; nothing is written. */
export function logInUnseen(app: Parts, answer: Answerer): LogIn {
  return async (login, setup, refused, signal) => {
    const request = loginRequest(login, setup);
    if ('code' in request) return { kind: 'failed', error: request, row: null };
    const name = tokenName(app, login, request, setup);
    const kept = await findToken(app.db, app.secrets, name, app.clock.now());
    if (kept !== null && kept !== refused) return { kind: 'token', token: kept, row: null };
    return askForToken(app, login, request, setup, answer, signal);
  };
}

/** Where nothing leaves the machine: what a token would look like in the journal. */
export const standInToken: LogIn = async () => ({ kind: 'token', token: '***', row: null });

const tokenName = (
  { secrets }: Parts,
  login: CheckLogin,
  { request }: LoginRequest,
  { scope }: RunSetup,
): TokenName => ({
  integrationId: scope.integrationId,
  key: secrets.fingerprint(JSON.stringify([login, request])),
});
