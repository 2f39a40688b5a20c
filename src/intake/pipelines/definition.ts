import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { type InputError, InvalidInput } from '../../errors.ts';
import { requireRow } from '../../network/references.ts';
import type { Action } from '../actions/action.ts';
import { problemsOf, type Reference, referencesOf } from '../templates.ts';

/**
 * Refuses actions that could never work: names that repeat, templates with a mistake, results of steps that come later.
 * @throws InvalidInput naming each place
 */
export async function checkActions(db: Kysely<Database>, actions: readonly Action[]): Promise<void> {
  const errors: InputError[] = [];
  const names: string[] = [];
  for (const [index, action] of actions.entries()) {
    const at = `actions[${index}]`;
    if (names.includes(action.name))
      errors.push({ path: `${at}.name`, message: `is the name of another action: ${action.name}` });
    for (const { path, template, place } of templatesOf(action)) {
      for (const message of problemsOf(template, place)) errors.push({ path: `${at}.${path}`, message });
      for (const reference of referencesOf(template)) {
        const message = outOfReach(reference, index, names);
        if (message !== null) errors.push({ path: `${at}.${path}`, message });
      }
    }
    errors.push(...ownProblems(action).map(({ path, message }) => ({ path: `${at}.${path}`, message })));
    names.push(action.name);
  }
  if (errors.length > 0) throw new InvalidInput(errors);
  for (const [index, action] of actions.entries()) await requireRows(db, action, `actions[${index}]`);
}

interface Place {
  path: string;
  template: string;
  place: 'text' | 'url';
}

/** Every template of an action, and where it stands. */
export function templatesOf(action: Action): Place[] {
  const text = (path: string, template: unknown): Place[] =>
    typeof template === 'string' ? [{ path, template, place: 'text' }] : [];
  switch (action.type) {
    case 'form-urlencoded':
    case 'json':
      return action.fields.flatMap(({ value }, index) => text(`fields[${index}].value`, value));
    case 'http-request':
      return [
        { path: 'url', template: action.url, place: 'url' },
        ...Object.entries(action.headers).flatMap(([name, value]) => text(`headers.${name}`, value)),
        ...text('body', action.body),
      ];
    case 'script':
      return [];
    case 'create-lead':
      return [
        ...text('extId', action.extId),
        ...text('webmasterId', action.webmasterId),
        ...Object.entries(action.lead).flatMap(([name, value]) => text(`lead.${name}`, value)),
      ];
    case 'edit-lead':
      return [
        ...text('leadId', action.leadId),
        ...text('extId', action.extId),
        ...text('statusText', action.statusText),
        ...Object.entries(action.edit ?? {}).flatMap(([name, value]) =>
          typeof value === 'object' && value !== null
            ? Object.entries(value).flatMap(([inner, one]) => text(`edit.${name}.${inner}`, one))
            : text(`edit.${name}`, value),
        ),
      ];
  }
}

function outOfReach(reference: Reference, index: number, before: readonly string[]): string | null {
  if (reference.kind === 'previous')
    return index === 0 ? '{previous} is the result of the action before, and there is none' : null;
  if (reference.kind !== 'step') return null;
  const { path } = reference;
  return before.some((name) => path === name || path.startsWith(`${name}.`))
    ? null
    : `{steps.${path}} names no action before this one`;
}

function ownProblems(action: Action): InputError[] {
  if (action.type === 'http-request') {
    const url = URL.parse(action.url.replace(/\{[^{}]*\}/g, 'x'));
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
      return [{ path: 'url', message: 'is not an http or https URL' }];
  }
  if (action.type === 'edit-lead') {
    if ((action.leadId === undefined) === (action.extId === undefined)) {
      return [{ path: 'extId', message: 'the lead is named either by leadId or by extId' }];
    }
    if (action.edit === undefined && action.statusText === undefined) {
      return [{ path: 'edit', message: 'is required, unless statusText is given' }];
    }
  }
  return [];
}

async function requireRows(db: Kysely<Database>, action: Action, at: string): Promise<void> {
  if (action.type === 'script') await requireRow(db, 'scripts', action.scriptId, `${at}.scriptId`);
  if (action.type === 'create-lead') await requireRow(db, 'offers', action.offerId, `${at}.offerId`);
  if (action.type === 'create-lead' || action.type === 'edit-lead') {
    await requireRow(db, 'integrations', action.integrationId, `${at}.integrationId`);
  }
}

/** Of required fields those that nothing can ever fill: names of the parameters and event fields that are not there. */
export function missingSources(
  actions: readonly Action[],
  has: { param(name: string): boolean; event(name: string): boolean },
): string[] {
  const filled = (reference: Reference): boolean => {
    if (reference.kind === 'param') return has.param(reference.name);
    return reference.kind === 'event' ? has.event(reference.path) : true;
  };
  const missing = actions.flatMap((action) => {
    if (action.type !== 'form-urlencoded' && action.type !== 'json') return [];
    return action.fields
      .filter(({ value, required }) => {
        if (!required) return false;
        const references = referencesOf(value);
        return references.length === 0 ? value.trim() === '' : !references.some(filled);
      })
      .map(({ name }) => name);
  });
  return [...new Set(missing)];
}
