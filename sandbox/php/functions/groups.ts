/**
 * PHP's functions by the modules that define them. In an isolate none of these is run before one of its functions is asked for:
 * the bundle holds another module in the place of this one, made from it.
 */
import { arrays } from './arrays/basics.ts';
import { arraysByCallback } from './arrays/callbacks.ts';
import { arraysByKey } from './arrays/keys.ts';
import { arraySets } from './arrays/sets.ts';
import { sorts } from './arrays/sorts.ts';
import { calling } from './calling.ts';
import { encodings } from './codes/encodings.ts';
import { hashing } from './codes/hashing.ts';
import { json } from './codes/json.ts';
import { serials } from './codes/serialize.ts';
import { urls } from './codes/urls.ts';
import { dates } from './dates/functions.ts';
import type { Functions } from './define.ts';
import { math } from './math.ts';
import { preg } from './preg/functions.ts';
import { strings } from './strings/basics.ts';
import { charsets } from './strings/charsets.ts';
import { formats } from './strings/format.ts';
import { markup } from './strings/markup.ts';
import { multibyte } from './strings/multibyte.ts';
import { search } from './strings/search.ts';
import { similarity } from './strings/similarity.ts';
import { classTypes } from './types/ctype.ts';
import { dumps } from './types/dumps.ts';
import { filters } from './types/filter.ts';
import { types } from './types/types.ts';
import { xml } from './xml.ts';

export interface Group {
  /** The module that exports them, under the group's own name. */
  module: string;
  /** Each between blanks. */
  names: string;
  functions(): Functions;
}

const group = (module: string, functions: Functions): Group => ({
  module,
  names: ` ${Object.keys(functions).join(' ')} `,
  functions: () => functions,
});

export const groups: Readonly<Record<string, Group>> = {
  strings: group('./strings/basics.ts', strings),
  search: group('./strings/search.ts', search),
  arrays: group('./arrays/basics.ts', arrays),
  arraysByKey: group('./arrays/keys.ts', arraysByKey),
  types: group('./types/types.ts', types),
  arraysByCallback: group('./arrays/callbacks.ts', arraysByCallback),
  sorts: group('./arrays/sorts.ts', sorts),
  arraySets: group('./arrays/sets.ts', arraySets),
  math: group('./math.ts', math),
  dates: group('./dates/functions.ts', dates),
  json: group('./codes/json.ts', json),
  preg: group('./preg/functions.ts', preg),
  multibyte: group('./strings/multibyte.ts', multibyte),
  formats: group('./strings/format.ts', formats),
  markup: group('./strings/markup.ts', markup),
  similarity: group('./strings/similarity.ts', similarity),
  charsets: group('./strings/charsets.ts', charsets),
  encodings: group('./codes/encodings.ts', encodings),
  hashing: group('./codes/hashing.ts', hashing),
  urls: group('./codes/urls.ts', urls),
  serials: group('./codes/serialize.ts', serials),
  dumps: group('./types/dumps.ts', dumps),
  filters: group('./types/filter.ts', filters),
  classTypes: group('./types/ctype.ts', classTypes),
  calling: group('./calling.ts', calling),
  xml: group('./xml.ts', xml),
};
