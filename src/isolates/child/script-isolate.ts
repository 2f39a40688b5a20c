/** One isolate per script: the script compiled once, a fresh context for every run. */
import ivm from 'isolated-vm';
import { runtimeName, scriptName } from '../../../sandbox/border.ts';
import { scriptLimits } from '../../../sandbox/contract/limits.ts';
import { isolatesPerChild } from '../limits.ts';
import type { Init, RunRequest } from '../protocol.ts';

/** What goes into an isolate: copies, never anything of ours. */
export type CommandArgument = string | boolean | null | ivm.Copy<SharedArrayBuffer>;

/** A context in which nothing has run but the runtime. */
export interface Room {
  context: ivm.Context;
  /** The runtime's `command`; a handle that we hold, the isolate holds none of ours. */
  command: ivm.Reference<(name: 'start' | 'finish', ...given: CommandArgument[]) => string>;
  /** Lets go of everything in it. */
  release(): void;
}

export interface ScriptIsolate {
  isolate: ivm.Isolate;
  script: ivm.Script;
  /** A room to run in, made ahead where there was time. */
  enter(): Room;
}

export interface ScriptIsolates {
  /** The isolate of this script, where there still is one. */
  find(request: RunRequest): ScriptIsolate | null;
  /** @throws the isolate's SyntaxError where the code does not compile */
  create(request: RunRequest): Promise<ScriptIsolate>;
  /** Forgets and disposes an isolate in which something may still be going on. */
  drop(script: ScriptIsolate): void;
  /** Spends idle time on what the next run will need, of this script and of one not seen before. */
  prepare(latest: ScriptIsolate | null): void;
}

/** An isolate that belongs to no script yet. */
interface Blank {
  isolate: ivm.Isolate;
  /** Adds a script that every room runs after the runtime. */
  add(support: string): void;
  /** Makes the next room, unless it stands ready. */
  prepare(): void;
  enter(): Room;
}

/** @param onCatastrophe V8 has lost control of an isolate; the process must end */
export function scriptIsolates(
  { runtime, php }: Pick<Init, 'runtime' | 'php'>,
  onCatastrophe: (message: string) => void,
): ScriptIsolates {
  const usualMemory = scriptLimits.memoryMb.default;
  const byKey = new Map<string, ScriptIsolate & Blank>();
  let spare: Blank | null = null;

  function blank(memoryMb: number): Blank {
    const isolate = new ivm.Isolate({ memoryLimit: memoryMb, onCatastrophicError: onCatastrophe });
    const scripts = [isolate.compileScriptSync(runtime, { filename: runtimeName })];
    let next: Room | null = null;
    return {
      isolate,
      add(support) {
        const added = isolate.compileScriptSync(support, { filename: runtimeName });
        scripts.push(added);
        if (next !== null) added.runSync(next.context);
      },
      prepare() {
        if (!isolate.isDisposed) next ??= furnish(isolate, scripts);
      },
      enter() {
        const room = next ?? furnish(isolate, scripts);
        next = null;
        return room;
      },
    };
  }

  async function compile({ code, positions, limits }: RunRequest): Promise<ScriptIsolate & Blank> {
    const fresh = spare !== null && limits.memoryMb === usualMemory ? spare : blank(limits.memoryMb);
    if (fresh === spare) spare = null;
    try {
      if (positions !== null) fresh.add(php);
      return { ...fresh, script: await fresh.isolate.compileScript(code, { filename: scriptName }) };
    } catch (error) {
      dispose(fresh);
      throw error;
    }
  }

  return {
    find(request) {
      const key = keyOf(request);
      const found = byKey.get(key);
      if (found === undefined) return null;
      // The latest comes last.
      byKey.delete(key);
      if (found.isolate.isDisposed) return null;
      byKey.set(key, found);
      return found;
    },
    async create(request) {
      for (const [oldest, script] of byKey) {
        if (byKey.size < isolatesPerChild) break;
        byKey.delete(oldest);
        dispose(script);
      }
      const created = await compile(request);
      byKey.set(keyOf(request), created);
      return created;
    },
    drop(script) {
      for (const [key, value] of byKey) if (value === script) byKey.delete(key);
      dispose(script);
    },
    prepare(latest) {
      for (const script of byKey.values()) if (script === latest) script.prepare();
      spare ??= blank(usualMemory);
      spare.prepare();
    },
  };
}

const keyOf = ({ key, limits }: RunRequest): string => `${limits.memoryMb} ${key}`;

function furnish(isolate: ivm.Isolate, scripts: readonly ivm.Script[]): Room {
  const context = isolate.createContextSync();
  for (const script of scripts) script.runSync(context);
  const command = context.global.getSync(runtimeName, { reference: true }) as Room['command'];
  return {
    context,
    command,
    release() {
      command.release();
      context.release();
    },
  };
}

function dispose({ isolate }: { isolate: ivm.Isolate }): void {
  if (!isolate.isDisposed) isolate.dispose();
}
