/** One isolate per script: the script compiled once, a fresh context for every run. */
import ivm from 'isolated-vm';
import { runtimeName, scriptName } from '../../../sandbox/border.ts';
import { isolatesPerChild } from '../limits.ts';
import type { RunRequest } from '../protocol.ts';

/** A context in which nothing has run but the runtime. */
export interface Room {
  context: ivm.Context;
  /** The runtime's `command`; a handle that we hold, the isolate holds none of ours. */
  command: ivm.Reference<(name: 'start' | 'finish', ...given: unknown[]) => string>;
  /** Lets go of everything in it. */
  release(): void;
}

export interface ScriptIsolate {
  isolate: ivm.Isolate;
  script: ivm.Script;
  /** A room to run in, made ahead where there was time. */
  enter(): Room;
  /** Makes the next room ahead. */
  prepare(): void;
  dispose(): void;
}

export interface ScriptIsolates {
  /** @throws the isolate's SyntaxError where the code does not compile */
  get(request: RunRequest): Promise<ScriptIsolate>;
  /** Forgets and disposes an isolate in which something may still be going on. */
  drop(script: ScriptIsolate): void;
}

/** @param onCatastrophe V8 has lost control of an isolate; the process must end */
export function scriptIsolates(runtime: string, onCatastrophe: (message: string) => void): ScriptIsolates {
  const byKey = new Map<string, ScriptIsolate>();

  async function create({ code, limits }: RunRequest): Promise<ScriptIsolate> {
    const isolate = new ivm.Isolate({ memoryLimit: limits.memoryMb, onCatastrophicError: onCatastrophe });
    try {
      const script = await isolate.compileScript(code, { filename: scriptName });
      const runtimeScript = isolate.compileScriptSync(runtime, { filename: runtimeName });
      return open(isolate, script, runtimeScript);
    } catch (error) {
      if (!isolate.isDisposed) isolate.dispose();
      throw error;
    }
  }

  return {
    async get(request) {
      const key = `${request.limits.memoryMb} ${request.key}`;
      let found = byKey.get(key);
      byKey.delete(key);
      if (found === undefined || found.isolate.isDisposed) {
        for (const [oldest, script] of byKey) {
          if (byKey.size < isolatesPerChild) break;
          byKey.delete(oldest);
          script.dispose();
        }
        found = await create(request);
      }
      byKey.set(key, found);
      return found;
    },
    drop(script) {
      for (const [key, value] of byKey) if (value === script) byKey.delete(key);
      script.dispose();
    },
  };
}

function open(isolate: ivm.Isolate, script: ivm.Script, runtimeScript: ivm.Script): ScriptIsolate {
  let next: Room | null = null;
  const furnish = (): Room => {
    const context = isolate.createContextSync();
    runtimeScript.runSync(context);
    const command = context.global.getSync(runtimeName, { reference: true }) as Room['command'];
    return {
      context,
      command,
      release() {
        command.release();
        context.release();
      },
    };
  };
  return {
    isolate,
    script,
    enter() {
      const room = next ?? furnish();
      next = null;
      return room;
    },
    prepare() {
      if (!isolate.isDisposed) next ??= furnish();
    },
    dispose() {
      if (!isolate.isDisposed) isolate.dispose();
    },
  };
}
