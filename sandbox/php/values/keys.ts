/** What an array's elements go by. */
import type { Key } from './value.ts';

const integral = /^(?:0|-?[1-9][0-9]{0,18})$/;

/** A string that looks like an int is that int. */
export function normalKey(key: string): Key {
  const first = key.charCodeAt(0);
  if (first > 57 || (first < 48 && first !== 45) || key.length > 20 || !integral.test(key)) return key;
  const number = Number(key);
  if (Number.isSafeInteger(number)) return number;
  const big = BigInt(key);
  return big >= -(2n ** 63n) && big < 2n ** 63n ? big : key;
}
