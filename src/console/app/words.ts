import { computed, signal } from '@preact/signals';
import type { Words } from '../words/en.ts';

export type Language = 'ru' | 'en';

/** `runs.title`; of plurals the name without `_one` and so on. */
export type WordKey =
  Exclude<Paths<Words>, `${string}_few` | `${string}_many`> extends infer Key
    ? Key extends `${infer Base}_one` | `${infer Base}_other`
      ? Base
      : Key
    : never;
type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string];

const stored = 'language';
export const language = signal<Language>(firstLanguage());

function firstLanguage(): Language {
  const kept = localStorage.getItem(stored);
  if (kept === 'ru' || kept === 'en') return kept;
  return navigator.languages.some((one) => one.startsWith('ru')) ? 'ru' : 'en';
}

/** An error as the API gives it: a code, a sentence, and what stands in it. */
export interface Said {
  code: string;
  message: string;
  params?: Record<string, string | number> | undefined;
}

let translate: (said: Said) => string = ({ message }) => message;

/** What the API said, in the language that is shown. */
export function translated(said: Said): string {
  void language.value;
  return translate(said);
}

const loaders = { ru: () => import('../words/ru.ts'), en: () => import('../words/en.ts') };

/** The words of the language that is shown, by group and name. */
let shown: Record<string, Record<string, string>> = {};
let plurals = new Intl.PluralRules('en');

/** Loads the words of a language, and shows everything in it. */
export async function speak(next: Language): Promise<void> {
  const { words, translate: inThis } = await loaders[next]();
  shown = words;
  plurals = new Intl.PluralRules(next);
  translate = inThis;
  localStorage.setItem(stored, next);
  document.documentElement.lang = next;
  language.value = next;
}

/** A text with its `{{values}}`, in the plural that `count` asks for; undefined where there is none. */
function look(key: string, values: Record<string, unknown>): string | undefined {
  const [, group = '', name = ''] = /^([^.]+)\.(.+)$/.exec(key) ?? [];
  const texts = shown[group] ?? {};
  const { count } = values;
  const text = (typeof count === 'number' ? texts[`${name}_${plurals.select(count)}`] : undefined) ?? texts[name];
  return text?.replace(/\{\{(\w+)\}\}/g, (_, value: string) => String(values[value] ?? ''));
}

/** The words for a key in the language that is shown; `count` chooses the plural. */
export function t(key: WordKey, values: Record<string, string | number> = {}): string {
  // Whoever asks for words shows them anew when the language changes.
  void language.value;
  return look(key, values) ?? key;
}

/** Words for what the API names by a code; the code itself where there are none. */
export function tCode(
  group: 'refusals' | 'errors' | 'codes' | 'fields' | 'steps' | 'warnings' | 'leadFields' | 'editFields',
  code: string,
  values: Record<string, unknown> = {},
): string {
  void language.value;
  return look(`${group}.${code}`, values) ?? code;
}

/** What kind of failure ended a run; a request that cannot be sent says nothing of the CRM. */
export function failureName({ code, params }: { code: string; params?: Record<string, unknown> | undefined }): string {
  return tCode('errors', params?.['reason'] === 'unsendable' ? 'unsendable' : code);
}

const formats = computed(() => ({
  number: new Intl.NumberFormat(language.value),
  percent: new Intl.NumberFormat(language.value, { style: 'percent', maximumFractionDigits: 1 }),
  relative: new Intl.RelativeTimeFormat(language.value, { numeric: 'auto', style: 'short' }),
  exact: new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'medium' }),
  day: new Intl.DateTimeFormat(language.value, { dateStyle: 'medium' }),
  clock: new Intl.DateTimeFormat(language.value, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
}));

export const number = (value: number): string => formats.value.number.format(value);
export const percent = (value: number): string => formats.value.percent.format(value);
export const exactTime = (at: Date): string => formats.value.exact.format(at);
export const dayOf = (at: Date): string => formats.value.day.format(at);
export const clockTime = (at: Date): string => formats.value.clock.format(at);

/** A decimal text with its currency; never by way of a binary float. */
export function money(amount: string, currency: string): string {
  // Whole amounts without cents, so that columns of them are quiet; but never half of the cents.
  const minimumFractionDigits = /\.0*[1-9]/.test(amount) ? 2 : 0;
  const format = new Intl.NumberFormat(language.value, { minimumFractionDigits, maximumFractionDigits: 4 });
  return `${format.format(amount as unknown as number)} ${currency}`;
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** `5 min. ago`, `in 2 hr.`; beyond a month the day. */
export function relativeTime(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) > 30 * 86_400) return dayOf(at);
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return formats.value.relative.format(Math.trunc(seconds / size), unit);
}

/** `45 s`, `3 min`, `2.5 h`, `4 d`. */
export function duration(seconds: number): string {
  const [key, size] = (
    [
      ['units.days', 86_400],
      ['units.hours', 3_600],
      ['units.minutes', 60],
      ['units.seconds', 1],
    ] as const
  ).find(([, size]) => seconds >= size) ?? ['units.seconds', 1];
  return t(key, { n: number(Math.round((seconds / size) * 10) / 10) });
}

export const milliseconds = (ms: number): string =>
  ms >= 1000
    ? t('units.seconds', { n: number(Math.round(ms / 100) / 10) })
    : t('units.ms', { n: number(Math.round(ms)) });
