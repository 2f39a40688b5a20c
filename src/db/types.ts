import { types } from 'pg';

/**
 * How column values arrive, the same from both databases, by the type's number in PostgreSQL's catalogue.
 * Ids and counts are far below 2^53, so `bigint` is a number; money stays text; a day stays `yyyy-MM-dd`.
 */
const parsers: Record<number, (text: string) => unknown> = {
  [types.builtins.INT8]: Number,
  [types.builtins.NUMERIC]: (text) => text,
  [types.builtins.TIMESTAMPTZ]: parseInstant,
  [types.builtins.DATE]: (text) => text,
  [types.builtins.INTERVAL]: (text) => text,
  [types.builtins.BYTEA]: parseBytes,
  [types.builtins.JSON]: (text) => JSON.parse(text),
  [types.builtins.JSONB]: (text) => JSON.parse(text),
};

/** pg knows arrays by numbers of their own; PGlite derives them from the parser of the element. */
const arrays: Record<number, (text: string) => unknown> = {
  1016: Number, // int8[]
  1231: (text) => text, // numeric[]
  1182: (text) => text, // date[]
  1185: parseInstant, // timestamptz[]
  3807: (text) => JSON.parse(text), // jsonb[]
};

export const pgliteParsers = parsers;

/** What pg's `types` option wants. */
export const pgTypes = {
  getTypeParser(type: number, format?: 'text' | 'binary'): (text: string) => unknown {
    const parse = parsers[type];
    if (parse !== undefined) return parse;
    const element = arrays[type];
    if (element !== undefined) return (text) => parseArray(text, element);
    return types.getTypeParser(type, format ?? 'text') as (text: string) => unknown;
  },
};

/** Of text[]. */
const parseTextArray = types.getTypeParser(1009 as number) as (text: string) => NestedTexts;

type NestedTexts = (string | null | NestedTexts)[];

function parseArray(text: string, element: (text: string) => unknown): unknown {
  const convert = (value: string | null | NestedTexts): unknown => {
    if (value === null) return null;
    return typeof value === 'string' ? element(value) : value.map(convert);
  };
  return parseTextArray(text).map(convert);
}

function parseInstant(text: string): Date {
  return (types.getTypeParser(types.builtins.TIMESTAMPTZ) as (text: string) => Date)(text);
}

function parseBytes(text: string): Buffer {
  return Buffer.from(text.slice(2), 'hex');
}
