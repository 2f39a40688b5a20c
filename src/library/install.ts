import type { Transaction } from 'kysely';
import type { App } from '../app.ts';
import { type CheckInput, type CheckView } from '../checks/definition/input.ts';
import { createCheck, getCheck } from '../checks/definition.ts';
import { requireDryRun } from '../checks/trial.ts';
import type { Database } from '../db/schema.ts';
import { Conflict, InvalidInput, NotFound } from '../errors.ts';
import { connectOffer } from '../network/connections.ts';
import { createIntegration, type Integration } from '../network/integrations.ts';
import { type Author, createScript, type ScriptWithCode } from '../scripting/scripts.ts';
import { checkInput } from './definition.ts';
import { entryIn, type LibraryLanguage, type WholeEntry } from './load.ts';
import { type Given, type Settled, settleParams } from './params.ts';

export interface InstallInput extends Given {
  /** Of the integration; the CRM's where it is not given. */
  name?: string | undefined;
  timezone: string;
  /** Of the scripts. */
  language: LibraryLanguage;
  offerIds: number[];
  /** The admin insists: checks are enabled at once, without a dry run. */
  enable: boolean;
}

export interface Installed {
  integration: Integration;
  scripts: Omit<ScriptWithCode, 'code'>[];
  checks: CheckView[];
  offerIds: number[];
}

/**
 * Makes an integration with its scripts, checks and offers out of an entry of the library. The checks are disabled, and stay so
 * until a dry run of each has succeeded, unless the admin insists. The scripts are the network's own copies from then on.
 * @throws InvalidInput naming the language, parameter, secret or offer that is wrong, Conflict for a CRM that cannot be asked
 */
export async function install(
  trx: Transaction<Database>,
  app: Pick<App, 'secrets'>,
  entry: WholeEntry,
  input: InstallInput,
  author: Author,
  now: Date,
): Promise<Installed> {
  if (entry.about.checks.length === 0) {
    throw new Conflict(
      `${entry.about.name} cannot be asked: it tells statuses by itself, which is what a source and a pipeline are for`,
    );
  }
  const { about, scripts } = entryIn(input.language, entry);
  const settled = await settleParams(trx, about, input);
  const { params, secrets } = settled;
  const name = input.name ?? about.name;
  const integration = await createIntegration(
    trx,
    app.secrets,
    {
      name,
      timezone: input.timezone,
      params,
      secrets,
      maxConcurrent: about.maxConcurrent ?? 2,
      requestsPerMinute: about.requestsPerMinute ?? null,
      allowedHosts: (about.allowedHosts ?? []).map((host) => withParams(host, params)),
      paused: false,
    },
    now,
  );
  const saved = new Map<string, ScriptWithCode>();
  for (const { file, language, code } of scripts) {
    const script = { name: `${name}: ${file}`, language, code: overHttp(code, settled), note: 'from the library' };
    saved.set(file, await createScript(trx, script, author, now));
  }
  const checks: CheckView[] = [];
  for (const check of about.checks) {
    const idOf = (file: string): number => saved.get(file)?.id ?? 0;
    const whole: CheckInput = {
      ...checkInput(check),
      url: overHttp(check.url, settled),
      login: check.login ? { ...check.login, url: overHttp(check.login.url, settled) } : null,
      integrationId: integration.id,
      enabled: input.enable,
      preprocessScriptId: check.preprocess === undefined ? null : idOf(check.preprocess),
      processScriptId: idOf(check.process),
    };
    const { id } = await createCheck(trx, whole, now);
    if (!input.enable) await requireDryRun(trx, id);
    checks.push(await getCheck(trx, id));
  }
  const offerIds = [...new Set(input.offerIds)];
  for (const offerId of offerIds) await connect(trx, integration.id, offerId, input.offerIds.indexOf(offerId));
  return { integration, scripts: [...saved.values()].map(({ code: _, ...script }) => script), checks, offerIds };
}

async function connect(trx: Transaction<Database>, integrationId: number, offerId: number, index: number) {
  const usual = { params: {}, preprocessScriptId: null, processScriptId: null };
  await connectOffer(trx, integrationId, offerId, usual).catch((error: unknown) => {
    if (!(error instanceof NotFound)) throw error;
    throw new InvalidInput([{ path: `offerIds[${index}]`, message: `there is no offer ${offerId}` }]);
  });
}

const withParams = (text: string, params: Settled['params']): string =>
  text.replace(/\{param:(\w+)\}/g, (macro, name: string) => params[name] ?? macro);

/** Who pastes an address of `http:` has a CRM without encryption. */
const overHttp = (text: string, { plainHosts }: Settled): string =>
  plainHosts.reduce((all, name) => all.replaceAll(`https://{param:${name}}`, `http://{param:${name}}`), text);
