import type { Vocabularies } from '../lexicon.ts';
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

/** The texts are constants of the isolate; only putting them together costs a run something. */
export const vocabularies = (): Vocabularies => ({
  latin: [
    english,
    spanish,
    portuguese,
    italian,
    french,
    romanian,
    german,
    polish,
    turkish,
    indonesian,
    vietnamese,
  ].join(''),
  cyrillic: russian + ukrainian,
  thai,
  vietnamese,
});

/**
 * Labels of single CRMs that are understood as a whole only, since their words alone would say something else or nothing.
 * Written as the words of the text, folded and joined by spaces, without numbers («NA3» is `na`). Made when they are asked for.
 */
const labelsByReading = (): readonly [reading: Reading, ...texts: string[]][] => [
  ['approve', 'approve', 'quality control', 'confirmed compensation', 'conversion', 'successful', 'качественный лид'],
  ['approve', 'отправлять', 'доставлять', 'доставить позже', 'доставка согласована', 'требует доработки оператора'],
  ['approve', 'виправити дані', 'в виробництві', 'ดําเนินการแล้ว'],
  ['2', 'відвідає шоу рум', 'повторне звернення'],
  ['3', 'no answer wrong number'],
  ['no answer', 'na', 'nr'],
  ['5/2', 'ni'],
  ['5', 'not found'],
  ['5/1', 'check number', 'wrong info', 'wr wrongnumber', 'sai so khong lien lac duoc'],
  ['5/6', 'under over age', 'validation error', 'failed validation', 'errors fakes', 'фейк вернулся'],
  ['5/6', 'не предоставляет всех данных для подтверждения'],
  ['5/7', 'trung request'],
  ['5/11', 'недостапен'],
  ['5/12', 'враќа нарачки'],
  ['8', 'delivery', 'доставка', 'доставки'],
  ['9', 'giao'],
  ['10', 'pago'],
];

export function labels(): ReadonlyMap<string, Reading> {
  return new Map(
    labelsByReading().flatMap(([reading, ...texts]) => texts.map((text): [string, Reading] => [text, reading])),
  );
}
