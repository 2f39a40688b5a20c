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
  /** Each between blanks. */
  names: string;
  functions(): Functions;
}

const group = (functions: Functions): Group => ({
  names: ` ${Object.keys(functions).join(' ')} `,
  functions: () => functions,
});

export const groups: Readonly<Record<string, Group>> = {
  strings: group(strings),
  search: group(search),
  arrays: group(arrays),
  arraysByKey: group(arraysByKey),
  types: group(types),
  arraysByCallback: group(arraysByCallback),
  sorts: group(sorts),
  arraySets: group(arraySets),
  math: group(math),
  dates: group(dates),
  json: group(json),
  preg: group(preg),
  multibyte: group(multibyte),
  formats: group(formats),
  markup: group(markup),
  similarity: group(similarity),
  charsets: group(charsets),
  encodings: group(encodings),
  hashing: group(hashing),
  urls: group(urls),
  serials: group(serials),
  dumps: group(dumps),
  filters: group(filters),
  classTypes: group(classTypes),
  calling: group(calling),
  xml: group(xml),
};
