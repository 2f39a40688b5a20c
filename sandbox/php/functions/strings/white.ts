/** What `trim` and its kin take off where nothing else is said. */
export const white = ' \n\r\t\v\0';

/** Without white space at its ends, of which most texts have none. */
export function trimmedWhite(text: string, left: boolean, right: boolean): string {
  let from = 0;
  let to = text.length;
  if (left) while (from < to && text.charCodeAt(from) <= 32 && white.includes(text.charAt(from))) from++;
  if (right) while (to > from && text.charCodeAt(to - 1) <= 32 && white.includes(text.charAt(to - 1))) to--;
  return from === 0 && to === text.length ? text : text.slice(from, to);
}
