import type { Vocabulary } from '../lexicon.ts';
import type { Reading } from '../rules.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { indonesian } from './indonesian.ts';
import { italian } from './italian.ts';
import { polish } from './polish.ts';
import { portuguese } from './portuguese.ts';
import { romanian } from './romanian.ts';
import { russian } from './russian.ts';
import { spanish } from './spanish.ts';
import { thai } from './thai.ts';
import { turkish } from './turkish.ts';
import { ukrainian } from './ukrainian.ts';
import { vietnamese } from './vietnamese.ts';

/** By language. Where two languages share a word, the earlier one decides. */
export const vocabularies: Readonly<Record<string, Vocabulary>> = {
  english, russian, ukrainian, spanish, portuguese, italian, french, romanian, german, polish, turkish, indonesian, vietnamese, thai,
};

/** Labels that are understood as a whole only, since their words alone would say something else or nothing. */
const written: Partial<Record<Reading, string>> = {
  '5/1': 'sai so khong lien lac duoc|check number|wrong info|wr wrongnumber',
  '3': 'no answer wrong number',
  '8': 'delivery|доставка|доставки',
  '9': 'giao',
  '10': 'pago',
  '5/6': 'under over age|validation error|failed validation|errors fakes|фейк вернулся|не предоставляет всех данных для подтверждения',
  '5/7': 'trung request',
  '5/11': 'недостапен',
  '5/12': 'враќа нарачки',
  '5': 'not found',
  approve: 'approve|качественный лид|в виробництві|quality control|confirmed compensation|conversion|successful|отправлять|доставлять|ดําเนินการแล้ว|доставить позже|доставка согласована|требует доработки оператора|виправити дані',
  '2': 'відвідає шоу рум|повторне звернення',
};

/** By the words of the text, joined by spaces. */
export function labels(): ReadonlyMap<string, Reading> {
  const table = new Map<string, Reading>();
  for (const [reading, texts] of Object.entries(written)) {
    for (const text of texts.split('|')) table.set(text, reading as Reading);
  }
  return table;
}
