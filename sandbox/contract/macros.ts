/**
 * Macros of a check's URL, field values and header values.
 *
 * `{word}` and `{word:argument}` are macros, a word being letters, digits and `_` after a first letter; `{{word}}` and
 * `{{word:argument}}` are the literal texts `{word}` and `{word:argument}`; any other brace is itself, so JSON needs no
 * escaping. Letters of every alphabet count: `{еxt}` with a Cyrillic «е» is an unknown macro, not a text.
 * Source: "Макросы для проверки по датам и проверки по списку идентификаторов различаются" of the seed document.
 *
 * What is put in is never expanded again.
 */
import type { Json, RangeVariables } from './job.ts';
import { nearest } from './slips.ts';
import type { CheckKind } from './statuses.ts';

export type MacroPlace = 'url' | 'header' | 'field';

/** `to` is the last second of the last day, `tom` that plus one calendar day. */
export type RangeMoment = 'from' | 'to' | 'tom';

export type MacroValues = {
  /** The offer's parameter in the integration, else the integration's, else its secret. */
  param: (name: string) => string | undefined;
  /** What the check's log-in gave; null or missing where it has none. */
  token?: string | null;
} & (
  | { kind: 'ids'; leads: readonly { id: number; extId: string | null }[] }
  | { kind: 'range'; range: RangeVariables; format: (which: RangeMoment, pattern: string) => string }
);

export interface MacroContext {
  kind: CheckKind;
  batchSize: number;
  /** The check has a log-in, so that `{token}` stands for something. */
  login?: boolean;
  /** Whether a date pattern can be printed; without it patterns are not judged. */
  isPattern?: (pattern: string) => boolean;
  /** In the log-in itself nothing but parameters is known. */
  onlyParams?: boolean;
}

export interface MacroProblem {
  /** As it stands in the text: `{idls}`. */
  macro: string;
  code: 'unknown' | 'other_kind' | 'not_here' | 'single_only' | 'argument';
  /** A whole sentence. */
  message: string;
}

/** A macro that cannot be expanded; the message is a sentence that names it. */
export class MacroError extends Error {
  override name = 'MacroError';
}

const rangeWords = ['from', 'to', 'tom', 'ffrom', 'fto', 'ftom', 'ufrom', 'uto', 'utom'] as const;
const patternWords: readonly string[] = ['from', 'to', 'tom'] satisfies RangeMoment[];
const listWords = ['idsl', 'idel'] as const;
const singleWords = ['id', 'ext'] as const;
const arrayWords = ['ids', 'ide'] as const;
const idWords = [...listWords, ...singleWords, ...arrayWords];
const knownWords: readonly string[] = [...idWords, ...rangeWords, 'param', 'token'];

const grammar = /\{\{(\p{L}[\p{L}\p{N}_]*(?::[^{}]*)?)\}\}|\{(\p{L}[\p{L}\p{N}_]*)(?::([^{}]*))?\}/gu;
const wholeArray = /^\{(ids|ide)\}$/;
/** `https://user:password@host:port`, up to the path. */
const authority = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;

interface Macro {
  /** As it stands in the text. */
  text: string;
  word: string;
  argument: string | undefined;
}

/** What is wrong with the macros of a text, so that a check with a mistake is refused when it is saved. */
export function checkMacros(text: string, place: MacroPlace, context: MacroContext): MacroProblem[] {
  const [head, tail] = place === 'url' ? splitUrl(text) : ['', text];
  const problems: MacroProblem[] = [];
  for (const macro of macrosOf(head)) problems.push(...judge(macro, true, place, text, context));
  for (const macro of macrosOf(tail)) problems.push(...judge(macro, false, place, text, context));
  return problems;
}

/** Expands a header value, or any text; `encode` is applied to each element alone: commas between ids stay commas. */
export function expandText(text: string, values: MacroValues, encode: (element: string) => string): string {
  return replace(text, (macro) => elementsOf(macro, values).map(encode).join(','));
}

/** Expands a field value. `{ids}` and `{ide}` give arrays: numbers and texts; everything else is text. */
export function expandField(text: string, values: MacroValues): Json {
  const array = wholeArray.exec(text)?.[1];
  if (array === undefined) return expandText(text, values, (element) => element);
  const leads = leadsOf(`{${array}}`, values);
  return array === 'ids' ? leads.map(({ id }) => id) : extIdsOf(leads);
}

/**
 * Expands a URL: elements are percent-encoded, except that a parameter in the place of the host must be a host itself
 * (`crm.example.com`, with a port where it likes), so that it cannot smuggle in a path or a user.
 */
export function expandUrl(text: string, values: MacroValues): string {
  const [head, tail] = splitUrl(text);
  const afterUser = head.lastIndexOf('@') + 1;
  return (
    expandText(head.slice(0, afterUser), values, percentEncode) +
    replace(head.slice(afterUser), (macro) => hostOf(macro, values)) +
    expandText(tail, values, percentEncode)
  );
}

/** Scheme, user and host; path and query. */
export function splitUrl(url: string): [string, string] {
  const head = authority.exec(url)?.[0] ?? '';
  return [head, url.slice(head.length)];
}

/** Parts of a path that would take others away: a value that is one changes the address however it is encoded. */
export const dotSegments = (address: string): number =>
  (address.split(/[?#]/)[0] ?? '').split('/').filter((segment) => /^(\.|%2e){1,2}$/i.test(segment)).length;

export const percentEncode = (element: string): string => encodeURIComponent(element.toWellFormed());

function replace(text: string, expand: (macro: Macro) => string): string {
  return text.replace(grammar, (whole, literal?: string, word = '', argument?: string) =>
    literal === undefined ? expand({ text: whole, word, argument }) : `{${literal}}`,
  );
}

function macrosOf(text: string): Macro[] {
  const macros: Macro[] = [];
  replace(text, (macro) => {
    macros.push(macro);
    return '';
  });
  return macros;
}

/** The values a macro stands for: one, or one for every lead. */
function elementsOf(macro: Macro, values: MacroValues): string[] {
  const { text, word, argument } = macro;
  if (word === 'param') return [paramOf(macro, values)];
  if (word === 'token' && argument === undefined) return [tokenOf(macro, values)];
  if (argument !== undefined && !patternWords.includes(word)) throw new MacroError(cannotExpand(macro));
  if (includes(rangeWords, word)) {
    if (values.kind !== 'range') throw new MacroError(otherKind(macro, false));
    if (argument === undefined) return [String(values.range[word])];
    return [values.format(word as RangeMoment, argument)];
  }
  if (word === 'idsl') return leadsOf(text, values).map(({ id }) => String(id));
  if (word === 'idel') return extIdsOf(leadsOf(text, values));
  if (includes(singleWords, word)) return [singleOf(word, leadsOf(text, values))];
  throw new MacroError(cannotExpand(macro));
}

function paramOf(macro: Macro, values: MacroValues): string {
  const name = macro.argument?.trim();
  if (!name) throw new MacroError(cannotExpand(macro));
  const value = values.param(name);
  if (value === undefined) {
    throw new MacroError(`${macro.text}: neither the offer nor the integration has a parameter or secret "${name}".`);
  }
  return value;
}

function tokenOf(macro: Macro, { token }: MacroValues): string {
  if (token === undefined || token === null) throw new MacroError(noLogin(macro));
  return token;
}

function hostOf(macro: Macro, values: MacroValues): string {
  if (macro.word !== 'param') throw new MacroError(notInHost(macro));
  const value = paramOf(macro, values).trim();
  if (!isHostText(value)) {
    throw new MacroError(`${macro.text} stands in the place of a host, but its value is not one (crm.example.com).`);
  }
  return value;
}

/** No characters that would end the host or begin a user; what remains is judged when the URL is parsed. */
export const isHostText = (text: string): boolean => /^(?:[\p{L}\p{N}._-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/iu.test(text);

function leadsOf(macro: string, values: MacroValues): readonly { id: number; extId: string | null }[] {
  if (values.kind === 'ids') return values.leads;
  throw new MacroError(otherKind({ text: macro }, true));
}

const extIdsOf = (leads: readonly { extId: string | null }[]): string[] =>
  leads.flatMap(({ extId }) => (extId === null ? [] : [extId]));

function singleOf(word: (typeof singleWords)[number], leads: readonly { id: number; extId: string | null }[]): string {
  const [lead, ...others] = leads;
  if (!lead || others.length > 0)
    throw new MacroError(`{${word}} is a single lead, but ${leads.length} are asked for.`);
  if (word === 'id') return String(lead.id);
  // An empty text would ask many CRMs for every order they have.
  if (lead.extId === null) throw new MacroError(`{ext}: lead ${lead.id} has no external id.`);
  return lead.extId;
}

function judge(macro: Macro, inHost: boolean, place: MacroPlace, whole: string, context: MacroContext): MacroProblem[] {
  const problem = (code: MacroProblem['code'], message: string): MacroProblem[] => [
    { macro: macro.text, code, message },
  ];
  const { text, word, argument } = macro;
  const isRange = context.kind === 'range';
  if (!knownWords.includes(word)) return problem('unknown', unknown(macro, place, isRange));
  if (word === 'param') {
    return argument?.trim() ? [] : problem('argument', cannotExpand(macro));
  }
  if (context.onlyParams) return problem('not_here', `${text} means nothing in a log-in; {param:name} does.`);
  if (word === 'token') {
    if (argument !== undefined) return problem('argument', cannotExpand(macro));
    if (!context.login) return problem('not_here', noLogin(macro));
    return inHost ? problem('not_here', notInHost(macro)) : [];
  }
  if (includes(rangeWords, word) !== isRange) return problem('other_kind', otherKind(macro, isRange));
  if (inHost) return problem('not_here', notInHost(macro));
  if (argument !== undefined) {
    if (!patternWords.includes(word)) return problem('argument', cannotExpand(macro));
    if (argument.trim() === '')
      return problem('argument', `${text} names no date pattern (write {${word}:dd.MM.yyyy}).`);
    if (context.isPattern?.(argument) === false) {
      return problem('argument', `${text} is not a date pattern that can be printed (write {${word}:dd.MM.yyyy}).`);
    }
  }
  if (includes(arrayWords, word) && (place !== 'field' || whole !== text)) return problem('not_here', arrayOnly(word));
  if (includes(singleWords, word) && context.batchSize !== 1) {
    const list = word === 'id' ? 'idsl' : 'idel';
    return problem(
      'single_only',
      `${text} needs a batch size of 1, not ${context.batchSize}; {${list}} lists the leads of a batch.`,
    );
  }
  return [];
}

function unknown({ text, word }: Macro, place: MacroPlace, isRange: boolean): string {
  const known = isRange ? [...rangeWords] : idWords.filter((each) => place === 'field' || !includes(arrayWords, each));
  const near = nearest(word, [...known, 'param']) ?? nearest(word, knownWords);
  const hint = near
    ? `did you mean {${near === 'param' ? 'param:name' : near}}?`
    : `known here are ${known.map((each) => `{${each}}`).join(' ')} {param:name}.`;
  return `${text} is not a macro: ${hint} As plain text it is written {${text}}.`;
}

function otherKind({ text }: Pick<Macro, 'text'>, isRange: boolean): string {
  return isRange
    ? `${text} lists leads, but a range check asks by days: use {from} and {to}.`
    : `${text} is a day, but this kind of check asks by ids: use {idsl} or {idel}.`;
}

const arrayOnly = (word: 'ids' | 'ide'): string =>
  `{${word}} is an array and must be the whole value of a field; {${word}l} is the same as text.`;

const notInHost = ({ text }: Macro): string => `${text} cannot stand in the place of a host; {param:name} can.`;

const noLogin = ({ text }: Macro): string => `${text} is what a log-in gives, but this check has none (login).`;

function cannotExpand({ text, word, argument }: Macro): string {
  if (word === 'param') return `${text} names no parameter (write {param:name}).`;
  if (argument !== undefined && includes(rangeWords, word)) {
    return `${text}: {${word}} takes no pattern; {${word.slice(1)}:${argument}} does.`;
  }
  if (argument !== undefined && knownWords.includes(word)) return `${text}: {${word}} takes nothing after a colon.`;
  return includes(arrayWords, word) ? arrayOnly(word) : `${text} is not a macro.`;
}

const includes = <Word extends string>(words: readonly Word[], word: string): word is Word =>
  (words as readonly string[]).includes(word);
