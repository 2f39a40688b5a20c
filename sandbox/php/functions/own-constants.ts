/** Constants that the script makes. */
import { warn } from '../host.ts';
import type { Value } from '../values/value.ts';
import { constantNamed } from './constants.ts';

const own = new Map<string, Value>();

export const findOwnConstant = (name: string): Value | undefined => own.get(name);

export function defineConstant(name: string, value: Value): boolean {
  if (own.has(name) || constantNamed(name) !== undefined) {
    warn(`Constant ${name} already defined`);
    return false;
  }
  own.set(name, value);
  return true;
}
