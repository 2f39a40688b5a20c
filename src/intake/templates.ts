/**
 * Templates of actions: `{event.email}`, `{previous}`, `{steps.NAME}`, `{steps.NAME.data.id}`, `{param:api_key}`, and
 * `{event.phone|event.user_phone}`, which is the first of them that is not empty. `{{event.email}}` is the literal text; any
 * brace before which no such word stands is itself, so JSON needs no escaping.
 *
 * What a template inserts is never itself expanded.
 */

import type { Json } from '../../sandbox/contract/job.ts';
import { dotSegments, isHostText, percentEncode, splitUrl } from '../../sandbox/contract/macros.ts';
import { nearestForm } from '../../sandbox/contract/slips.ts';

export interface Values {
  event: { [name: string]: Json };
  /** Results of the steps so far, by name. */
  steps: ReadonlyMap<string, Json>;
  /** Of the step before; undefined for the first. */
  previous: Json | undefined;
  /** A parameter or secret of the pipeline. */
  param(name: string): string | undefined;
}

/** A template that cannot be expanded; the message is a sentence that names it. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}

/** What a template asks for. */
export type Reference =
  | { kind: 'event'; path: string }
  | { kind: 'step'; path: string }
  | { kind: 'previous' }
  | { kind: 'param'; name: string };

const grammar = /\{\{(\p{L}[^{}]*)\}\}|\{(\p{L}[^{}]*)\}/gu;
const words = ['event', 'steps', 'previous', 'param'] as const;

/** Everything that a template refers to; of alternatives, all. */
export function referencesOf(template: string): Reference[] {
  return macrosOf(template).flatMap((macro) => alternativesOf(macro).flatMap((one) => referenceOf(one) ?? []));
}

/** What is wrong with a template, in sentences. */
export function problemsOf(template: string, place: 'text' | 'url' = 'text'): string[] {
  const [head, tail] = place === 'url' ? splitUrl(template) : ['', template];
  const problems = macrosOf(head)
    .filter((macro) => alternativesOf(macro).some((one) => referenceOf(one)?.kind !== 'param'))
    .map((macro) => `{${macro}} cannot stand in the place of a host; {param:name} can.`);
  for (const macro of macrosOf(tail)) {
    for (const one of alternativesOf(macro)) if (referenceOf(one) === null) problems.push(unknown(macro, one));
  }
  return problems;
}

/** @returns text, whatever was inserted */
export function expandText(
  template: string,
  values: Values,
  encode: (text: string) => string = (text) => text,
): string {
  return template.replace(grammar, (whole, literal?: string, macro = '') =>
    literal === undefined
      ? isMacro(macro)
        ? encode(textOf(valueOf(macro, values)))
        : whole
      : literalText(literal, whole),
  );
}

/** As text, but a template that is one macro and nothing else keeps the kind of its value. */
export function expandValue(template: string, values: Values): Json {
  const whole = /^\{(\p{L}[^{}]*)\}$/u.exec(template)?.[1];
  if (whole === undefined || !isMacro(whole)) return expandText(template, values);
  return valueOf(whole, values) ?? '';
}

/** What is inserted is percent-encoded; in the place of the host only a parameter may stand, and it must be a host. */
export function expandUrl(template: string, values: Values): string {
  const [head, tail] = splitUrl(template);
  const afterUser = head.lastIndexOf('@') + 1;
  const host = expandText(head.slice(afterUser), values, (text) => {
    if (isHostText(text.trim())) return text.trim();
    throw new TemplateError(`A parameter stands in the place of a host, but its value is not one (crm.example.com).`);
  });
  const rest = expandText(tail, values, percentEncode);
  // No encoding would keep an address from being cut short by them.
  if (dotSegments(rest) > dotSegments(tail)) {
    throw new TemplateError('A value that is "." or ".." stands in the path of the address, which it would change.');
  }
  return expandText(head.slice(0, afterUser), values, percentEncode) + host + rest;
}

/** A value as a text shows it: objects and lists as JSON, nothing as ''. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The part of a value at a path of names and places; names may hold dots themselves: the longest that fits is taken. */
export function partOf(value: Json | undefined, path: string): Json | undefined {
  if (path === '') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const names = path.split('.');
  for (let count = names.length; count > 0; count--) {
    const name = names.slice(0, count).join('.');
    if (!Object.hasOwn(value, name)) continue;
    return partOf((value as { [name: string]: Json })[name], names.slice(count).join('.'));
  }
  return undefined;
}

function valueOf(macro: string, values: Values): Json | undefined {
  let found: Json | undefined;
  for (const one of alternativesOf(macro)) {
    found = resolve(one, values);
    if (textOf(found) !== '') return found;
  }
  return found;
}

function resolve(text: string, { event, steps, previous, param }: Values): Json | undefined {
  const reference = referenceOf(text);
  switch (reference?.kind) {
    case 'event':
      return partOf(event, reference.path);
    case 'previous':
      return previous;
    case 'param': {
      const value = param(reference.name);
      if (value !== undefined) return value;
      throw new TemplateError(
        `{param:${reference.name}}: the pipeline has no parameter or secret "${reference.name}".`,
      );
    }
    case 'step':
      return partOf(Object.fromEntries(steps), reference.path);
    default:
      throw new TemplateError(`{${text}} is no template.`);
  }
}

function referenceOf(text: string): Reference | null {
  if (text === 'previous') return { kind: 'previous' };
  const [, word = '', rest = ''] = /^(event\.|steps\.|param:)\s*(.+?)\s*$/su.exec(text) ?? [];
  if (word === 'event.') return { kind: 'event', path: rest };
  if (word === 'steps.') return { kind: 'step', path: rest };
  return word === 'param:' ? { kind: 'param', name: rest } : null;
}

const alternativesOf = (macro: string): string[] => macro.split('|').map((one) => one.trim());

/** `{word`, `{word.…` and `{word:…`; anything else in braces is text that happens to have them. */
const isMacro = (macro: string): boolean => /^\p{L}[\p{L}\p{N}_]*\s*(?:$|[.:|])/u.test(macro);

const literalText = (inner: string, whole: string): string => (isMacro(inner) ? `{${inner}}` : whole);

function macrosOf(template: string): string[] {
  return [...template.matchAll(grammar)].flatMap(([, literal, macro]) =>
    literal === undefined && macro !== undefined && isMacro(macro) ? [macro] : [],
  );
}

function unknown(macro: string, one: string): string {
  const word = /^[\p{L}\p{N}_]*/u.exec(one)?.[0] ?? '';
  const near = nearestForm(word, words);
  const hint =
    near === null
      ? 'known are {event.NAME} {previous} {steps.NAME} {param:NAME}.'
      : `did you mean {${{ event: 'event.NAME', steps: 'steps.NAME', previous: 'previous', param: 'param:NAME' }[near as (typeof words)[number]]}}?`;
  return `{${macro}} is not a template: ${hint} As plain text it is written {{${macro}}}.`;
}
