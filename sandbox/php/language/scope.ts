/** Variables by name: `$$name`, `compact`, `extract`, `$GLOBALS`. */
import { host } from '../host.ts';
import { PhpArray } from '../values/array.ts';
import { str } from '../values/convert.ts';
import { Ref, type Value } from '../values/value.ts';

export interface Variable {
  get(): Value | undefined;
  set(value: Value | undefined): void;
}

/** The variables that stand in a function's text, and those made by name. */
export class Scope {
  private readonly known: ReadonlyMap<string, Variable>;
  private readonly made = new Map<string, Ref>();

  constructor(known: readonly [string, () => Value | undefined, (value: Value | undefined) => void][]) {
    this.known = new Map(known.map(([name, get, set]) => [name, { get, set }]));
  }

  quiet(name: Value): Value | undefined {
    const text = str(name);
    const variable = this.known.get(text);
    return variable !== undefined ? variable.get() : this.made.get(text)?.v;
  }

  get(name: Value): Value {
    const value = this.quiet(name);
    if (value === undefined) host.warn('undefined_variables', `$${str(name)}`);
    return value ?? null;
  }

  set(name: Value, value: Value): Value {
    const text = str(name);
    const variable = this.known.get(text);
    if (variable !== undefined) variable.set(value);
    else {
      const there = this.made.get(text);
      if (there !== undefined) there.v = value;
      else this.made.set(text, new Ref(value));
    }
    return value;
  }

  unset(name: Value): void {
    const text = str(name);
    this.known.get(text)?.set(undefined);
    this.made.delete(text);
  }

  /** Of a variable that no text names. */
  ref(name: string): Ref {
    let ref = this.made.get(name);
    if (ref === undefined) {
      ref = new Ref(this.known.get(name)?.get());
      this.made.set(name, ref);
    }
    return ref;
  }

  names(): string[] {
    const names = [...this.known].filter(([, variable]) => variable.get() !== undefined).map(([name]) => name);
    for (const [name, ref] of this.made) if (ref.v !== undefined && !names.includes(name)) names.push(name);
    return names;
  }

  all(): PhpArray {
    const array = PhpArray.empty();
    for (const name of this.names()) array.set(name, copied(this.quiet(name) as Value));
    return array;
  }

  compact(names: Value[]): PhpArray {
    const array = PhpArray.empty();
    const add = (name: Value): void => {
      if (name instanceof PhpArray) for (const inner of name.values()) add(inner);
      else {
        const value = this.quiet(name);
        if (value === undefined) host.warn('undefined_variables', `$${str(name)}`);
        else array.set(str(name), copied(value));
      }
    };
    for (const name of names) add(name);
    return array;
  }

  /** @param flags 0 overwrites, 1 skips what is there, 2 and 3 prefix */
  extract(from: PhpArray, flags: number, prefix: string): number {
    let count = 0;
    for (const [key, value] of from.entries()) {
      let name = str(key as Value);
      const there = this.quiet(name) !== undefined;
      if (flags === 1 && there) continue;
      if (flags === 3 || (flags === 2 && there)) name = `${prefix}_${name}`;
      if (!/^[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*$/.test(name) || name === 'this' || name === 'GLOBALS') continue;
      this.set(name, copied(value));
      count++;
    }
    return count;
  }
}

const copied = (value: Value): Value => (value instanceof PhpArray ? value.copy() : value);
