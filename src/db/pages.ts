import { InvalidInput } from '../errors.ts';

/** Which part of a list is asked for: at most `limit` items after `cursor`, an opaque text that an earlier answer gave. */
export interface Page {
  cursor?: string | undefined;
  limit: number;
}

/** A part of a list; `next` is the cursor of the part after it, null at the end. */
export interface List<T> {
  items: T[];
  next: string | null;
}

/**
 * The id after which a page of a list in the order of ids begins; null for the first page.
 * @throws InvalidInput where the cursor is not one that {@link pageOf} gave
 */
export function idAfter(page: Page): number | null {
  if (page.cursor === undefined) return null;
  if (!/^\d{1,15}$/.test(page.cursor)) throw badCursor();
  return Number(page.cursor);
}

/** Cuts a page out of `rows`, which were asked for with one more than the limit so that the end of the list shows. */
export function pageOf<Row, T>(
  rows: Row[],
  page: Page,
  cursorOf: (row: Row) => string | number,
  itemOf: (row: Row) => T,
): List<T> {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const more = rows.length > page.limit && last !== undefined;
  return { items: shown.map(itemOf), next: more ? String(cursorOf(last)) : null };
}

export const badCursor = (): InvalidInput =>
  new InvalidInput([{ path: 'cursor', message: 'is not a cursor that this list gave' }]);
