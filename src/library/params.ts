import type { Kysely } from 'kysely';
import { nearestForm } from '../../sandbox/contract/slips.ts';
import type { About } from '../../scripts/library.ts';
import type { Database } from '../db/schema.ts';
import { type InputError, InvalidInput } from '../errors.ts';
import { readHost } from '../outbound/hosts.ts';

export interface Given {
  params: Record<string, string>;
  secrets: Record<string, string>;
}

/** Parameters with their defaults, and secrets; which hosts were given as addresses of `http:`. */
export interface Settled extends Given {
  plainHosts: string[];
}

/**
 * Settles what an entry needs: values without the spaces that come with pasting, defaults for what is not given, hosts out of
 * whole addresses.
 * @throws InvalidInput naming every parameter or secret that is missing, not known or wrong
 */
export async function settleParams(db: Kysely<Database>, about: About, given: Given): Promise<Settled> {
  const errors: InputError[] = [...strangers(about, given, 'params'), ...strangers(about, given, 'secrets')];
  const settled: Settled = { params: {}, secrets: {}, plainHosts: [] };
  const need = (group: keyof Given, name: string, value: string, means: string): void => {
    if (value === '') errors.push({ path: `${group}.${name}`, message: `is required: ${means}` });
    else settled[group][name] = value;
  };
  for (const [name, { means, default: usual = '', is }] of Object.entries(about.params)) {
    const path = `params.${name}`;
    const value = given.params[name]?.trim() || usual;
    need('params', name, value, means.en);
    if (value === '') continue;
    if (is === 'host') {
      const host = hostOf(value);
      if (host === null) errors.push({ path, message: `is not a host (crm.example.com): ${value}` });
      else settled.params[name] = host;
      if (/^http:/i.test(value)) settled.plainHosts.push(name);
    }
    if (is === 'reason' && !(await isReason(db, value))) {
      errors.push({ path, message: `the network has no reason ${value}; ${means.en}` });
    }
  }
  for (const [name, { means }] of Object.entries(about.secrets)) {
    need('secrets', name, given.secrets[name]?.trim() ?? '', means.en);
  }
  if (errors.length > 0) throw new InvalidInput(errors);
  return settled;
}

/** What was given and is not asked for. */
function strangers(about: About, given: Given, group: keyof Given): InputError[] {
  const other = group === 'params' ? 'secrets' : 'params';
  const known = Object.keys(about[group]);
  return Object.keys(given[group])
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearestForm(name, known);
      const hint = Object.hasOwn(about[other], name)
        ? `; it belongs into ${other}`
        : near === null
          ? ''
          : `; did you mean ${near}?`;
      return { path: `${group}.${name}`, message: `is not one of the ${group} of ${about.name}${hint}` };
    });
}

/** `host` or `host:port`, of a pasted address too. */
function hostOf(text: string): string | null {
  if (!/^https?:\/\//i.test(text)) return readHost(text) === null ? null : text;
  const url = URL.parse(text);
  return url === null || url.username !== '' ? null : url.host;
}

async function isReason(db: Kysely<Database>, value: string): Promise<boolean> {
  if (!/^[1-9]\d{0,8}$/.test(value)) return false;
  const row = await db.selectFrom('reasons').select('id').where('id', '=', Number(value)).executeTakeFirst();
  return row !== undefined;
}
