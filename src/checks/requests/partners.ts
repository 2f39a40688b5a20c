/** Who a run talks to: a CRM, or what a CRM once said. */
import type { App } from '../../app.ts';
import type { RunError } from '../../db/schema/runs.ts';
import type { Partner } from '../converse.ts';
import { type Gathering, rowOf } from '../report.ts';
import { type RunSetup, withToken } from '../setup.ts';
import { type Answerer, type Asked, ask, askMore, type Batch, type Exchange, nothingYet } from './ask.ts';
import type { LogIn } from './log-in.ts';
import { exchangeToken, nextRequest } from './request.ts';

/**
 * Asks a CRM, or whoever answers in its place. A check with a log-in gets its token first; where the CRM does not take the
 * token any more (401, 403), one more log-in and one more try.
 */
export function crm(
  app: Pick<App, 'isolates'>,
  given: RunSetup,
  batch: Batch,
  answer: Answerer,
  logIn: LogIn,
  { waits = true, signal }: { waits?: boolean; signal?: AbortSignal | undefined } = {},
): Partner {
  let setup = given;
  const tokens: string[] = [];
  let again = waits;

  /** @returns why there is none */
  async function getToken(gathering: Gathering, refused: string | null): Promise<RunError | null> {
    if (setup.check.login === null) return null;
    const result = await logIn(setup.check.login, setup, refused, signal);
    if (result.row) gathering.add(result.row);
    if (result.kind === 'failed') return result.error;
    tokens.push(result.token);
    setup = withToken(setup, result.token);
    return null;
  }

  /** @param send also called with a new token, and then the one that it takes the place of */
  async function insist(
    page: number,
    gathering: Gathering,
    send: (refused: string | null) => Promise<Asked>,
  ): Promise<Asked> {
    const asked = await send(null);
    const refused = setup.token;
    if (!again || refused === null || !isDenied(asked)) return asked;
    again = false;
    gathering.add(rowOf(page, asked, { waitMs: 0, answer: null, decided: null, error: null }));
    const error = await getToken(gathering, refused);
    return error === null ? send(refused) : { ...nothingYet(), end: { kind: 'failed', error } };
  }

  return {
    waits,
    setup: () => setup,
    tokens: () => tokens,
    async first(gathering) {
      const error = await getToken(gathering, null);
      if (error !== null) return { ...nothingYet(), end: { kind: 'failed', error } };
      return insist(1, gathering, () => ask(app, setup, batch, answer, signal));
    },
    async next(before, next, page, gathering) {
      if (before.sent === null) throw new Error('Nothing was sent that could be followed by another request');
      const request = nextRequest(before.sent, next);
      return insist(page, gathering, (refused) => {
        const current =
          refused === null || setup.token === null ? request : exchangeToken(request, refused, setup.token);
        return askMore(setup, batch, current, answer, signal);
      });
    },
  };
}

/** Gives the recorded answers of a run, one for each time the script asks; nothing is sent, and no token is needed. */
export function recorded(setup: RunSetup, answers: readonly Exchange[]): Partner {
  const asked = (page: number): Asked => {
    const exchange = answers[page - 1] ?? null;
    return { ...nothingYet(), exchange, end: { kind: exchange === null ? 'not_sent' : 'answered' } };
  };
  return {
    waits: false,
    setup: () => setup,
    tokens: () => [],
    first: async () => asked(1),
    next: async (_before, _next, page) => asked(page),
  };
}

function isDenied({ end }: Asked): boolean {
  if (end.kind !== 'failed' || end.error.code !== 'http_status') return false;
  const status = end.error.params?.['status'];
  return status === 401 || status === 403;
}
