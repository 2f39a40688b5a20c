/** One isolate per script: the script compiled once, and a fresh room for every run. */
import { setFlagsFromString } from 'node:v8';
import ivm from 'isolated-vm';
import { scriptName } from '../../../sandbox/border.ts';
import { scriptLimits } from '../../../sandbox/contract/limits.ts';
import { isolatesPerChild } from '../limits.ts';
import type { Init, RunRequest } from '../protocol.ts';
import { rehearse } from './rehearsal.ts';
import { keepCompiled, type OurScript, openRooms, type Room, type Rooms } from './rooms.ts';

export type ScriptIsolate = Pick<Rooms, 'isolate' | 'overfull'> & { script: ivm.Script };

export interface Entered {
  script: ScriptIsolate;
  room: Room;
  /** Nothing has run in the isolate yet. */
  fresh: boolean;
}

export interface ScriptIsolates {
  /**
   * A room in the isolate of this script, which is made where there is none, or none that still has the memory.
   * @throws the isolate's SyntaxError where the code does not compile
   */
  enter(request: RunRequest): Entered;
  /** Forgets and disposes an isolate in which something may still be going on. */
  drop(script: ScriptIsolate): void;
  /** Spends idle time on what the next run will need, of this script and of one not seen before. */
  prepare(latest: ScriptIsolate | null): void;
}

type Owned = ScriptIsolate & Rooms;

/** @param log the buffer of every run's log */
export function scriptIsolates(given: Pick<Init, 'runtime' | 'php'>, log: SharedArrayBuffer): ScriptIsolates {
  // Names that are made anew for every context, though no script gets them. Node sets this flag when it starts, whatever the command says.
  setFlagsFromString('--no-experimental-wasm-jspi');
  const usualMemory = scriptLimits.memoryMb.default;
  const logCopy = new ivm.ExternalCopy(log);
  const runtime: OurScript = { text: given.runtime, compiled: null };
  const php: OurScript = { text: given.php, compiled: null };
  const byKey = new Map<string, Owned>();
  /** For the next script that is not known yet. */
  let spare: Rooms | null = null;

  function find(request: RunRequest): Entered | null {
    const key = keyOf(request);
    const script = byKey.get(key);
    if (script === undefined) return null;
    // The latest comes last.
    byKey.delete(key);
    try {
      const room = script.enter(bytesOf(request));
      byKey.set(key, script);
      return { script, room, fresh: false };
    } catch {
      // What earlier runs left there takes up its memory.
      script.dispose();
      return null;
    }
  }

  function create(request: RunRequest): Entered {
    for (const [oldest, script] of byKey) {
      if (byKey.size < isolatesPerChild) break;
      byKey.delete(oldest);
      script.dispose();
    }
    const script = compile(request);
    byKey.set(keyOf(request), script);
    return { script, room: script.enter(bytesOf(request)), fresh: true };
  }

  function compile({ code, positions, limits }: RunRequest): Owned {
    const rooms = takeSpare(limits.memoryMb) ?? openRooms(limits.memoryMb, runtime, logCopy);
    try {
      if (positions !== null) rooms.add(php);
      return { ...rooms, script: rooms.isolate.compileScriptSync(code.toString(), { filename: scriptName }) };
    } catch (error) {
      rooms.dispose();
      throw error;
    }
  }

  function takeSpare(memoryMb: number): Rooms | null {
    if (memoryMb !== usualMemory) return null;
    const rooms = spare;
    spare = null;
    return rooms;
  }

  /** In the first isolate of all: what compiling our scripts comes to, where they have run. */
  function compileOurs(first: Rooms): void {
    rehearse(first.isolate, first.enter(0));
    keepCompiled(first.isolate, runtime);
    // In an isolate that goes at once: those for scripts of other languages hold none of it.
    const trial = openRooms(usualMemory, runtime, logCopy);
    try {
      trial.add(php);
    } finally {
      trial.dispose();
    }
  }

  return {
    enter: (request) => find(request) ?? create(request),
    drop(script) {
      for (const [key, owned] of byKey) {
        if (owned !== script) continue;
        byKey.delete(key);
        owned.dispose();
      }
    },
    prepare(latest) {
      for (const script of byKey.values()) if (script === latest) script.prepare();
      if (spare === null) {
        spare = openRooms(usualMemory, runtime, logCopy);
        if (runtime.compiled === null) compileOurs(spare);
      }
      spare.prepare();
    },
  };
}

const keyOf = ({ key, limits }: RunRequest): string => `${limits.memoryMb} ${key}`;
const bytesOf = ({ answer }: RunRequest): number => answer?.body.byteLength ?? 0;
