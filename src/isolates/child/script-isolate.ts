/** One isolate per script: the script compiled once, a fresh context for every run. */
import { setFlagsFromString } from 'node:v8';
import ivm from 'isolated-vm';
import { runtimeName, scriptName } from '../../../sandbox/border.ts';
import { scriptLimits } from '../../../sandbox/contract/limits.ts';
import { isolatesPerChild } from '../limits.ts';
import type { Init, RunRequest } from '../protocol.ts';
import { rehearse } from './rehearsal.ts';

/** What goes into an isolate: copies, and what it holds already; never anything of ours. */
export type CommandArgument = string | boolean | null | ivm.Dereference<SharedArrayBuffer>;

/** A context in which nothing has run but the runtime. */
export interface Room {
  context: ivm.Context;
  /** The runtime's `command`; a handle that we hold, the isolate holds none of ours. */
  command: ivm.Reference<(...given: CommandArgument[]) => string>;
  /** The log's buffer, to be given to `command` once. */
  log: ivm.Dereference<SharedArrayBuffer>;
  /** Lets go of everything in it. */
  release(): void;
}

export interface ScriptIsolate {
  isolate: ivm.Isolate;
  script: ivm.Script;
  /**
   * Whether what is held in it is more than it may hold, all that nobody needs any more aside. V8 sees to that while a script
   * runs, but lets it have several times as much for as long as it is busy collecting.
   */
  overfull(): boolean;
}

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

/** An isolate for runs, whether a script has been given to it or not. */
interface Blank {
  isolate: ivm.Isolate;
  /** Adds a script that every room runs after the runtime. */
  add(support: string): void;
  /** Collects what earlier runs left, and makes the next room, unless it stands ready. */
  prepare(): void;
  overfull: ScriptIsolate['overfull'];
  /** @param answerBytes of the run that it is for */
  enter(answerBytes: number): Room;
}

const mebibyte = 1024 ** 2;
/**
 * Mebibytes in which the runs of an isolate make what they need, a quarter of its memory and no more than this. Once they are full,
 * V8 copies what a run made several times, and with it all that contexts which are over still hold; while they last until the whole
 * heap is collected, never. V8 lets the isolate have three times as much beside its limit.
 */
const mostYoungMb = 16;
/**
 * Mebibytes of contexts that are over, half of the memory and no more than this, at which V8 would collect them, in the middle of
 * a run. We do before, and before what runs made has filled its space, in the time between two runs. That takes as long as several
 * small runs, little of it for what is to be collected, so that it is done seldom.
 */
const mostOldMb = 33;
/** Bytes of heap that a run takes: its context, what every run makes, and so many times its answer. */
const contextBytes = 160 * 1024;
const runBytes = 30 * 1024;
const heapOfAnswer = 6;

/** Collections of a heap after which it has its size, see `Home.hold`. */
const holdingCollections = 2;

/** @param log the buffer of every run's log */
export function scriptIsolates(
  { runtime, php }: Pick<Init, 'runtime' | 'php'>,
  log: SharedArrayBuffer,
): ScriptIsolates {
  // Names that are made anew for every context, though no script gets them. Node sets this flag when it starts, whatever the command says.
  setFlagsFromString('--no-experimental-wasm-jspi');
  const usualMemory = scriptLimits.memoryMb.default;
  const byKey = new Map<string, Owned>();
  const logCopy = new ivm.ExternalCopy(log);
  let spare: Blank | null = null;
  /** What compiling the runtime, and PHP's support, came to in the first isolate, for every one after it. */
  let compiledRuntime: Compiled | null = null;
  let compiledPhp: Compiled | null = null;

  function blank(memoryMb: number): Blank {
    const youngMb = Math.min(mostYoungMb, Math.floor(memoryMb / 4));
    sizeYoungSpace(youngMb);
    const most = { old: Math.min(mostOldMb, memoryMb / 2) * mebibyte, young: youngMb * mebibyte };
    // Where V8 loses control of it, the process ends and says so.
    const isolate = new ivm.Isolate({ memoryLimit: memoryMb });
    const scripts = [compileOurs(isolate, runtime, compiledRuntime)];
    const home = makeHome(isolate, logCopy);
    let next: Room | null = null;
    /** Bytes that runs have left, about: of contexts, and of what they made. */
    let left = { old: 0, young: 0 };
    let collections = 0;
    const collect = (): void => {
      home.collect();
      left = { old: 0, young: 0 };
      collections++;
    };
    return {
      isolate,
      overfull() {
        const mostBytes = memoryMb * mebibyte;
        if (bytesIn(isolate) <= mostBytes) return false;
        try {
          collect();
        } catch {
          // It was far too much, and isolated-vm has ended the isolate.
          return true;
        }
        return bytesIn(isolate) > mostBytes;
      },
      add(support) {
        const added = compileOurs(isolate, support, compiledPhp);
        scripts.push(added);
        if (next === null) next = furnish(isolate, scripts, home);
        else added.runSync(next.context);
        compiledPhp ??= compiledWhole(isolate, support);
      },
      prepare() {
        try {
          if (left.old >= most.old || left.young >= most.young) collect();
          if (next !== null) return;
          next = furnish(isolate, scripts, home);
          if (collections < holdingCollections) home.hold();
        } catch {
          // No memory left for it: the next run will find that out, and make a new isolate.
        }
      },
      enter(answerBytes) {
        const room = next ?? furnish(isolate, scripts, home);
        next = null;
        left.old += contextBytes;
        left.young += runBytes + answerBytes * heapOfAnswer;
        return room;
      },
    };
  }

  function compile({ code, positions, limits }: RunRequest): Owned {
    const fresh = spare !== null && limits.memoryMb === usualMemory ? spare : blank(limits.memoryMb);
    if (fresh === spare) spare = null;
    try {
      if (positions !== null) fresh.add(php);
      return { ...fresh, script: fresh.isolate.compileScriptSync(code.toString(), { filename: scriptName }) };
    } catch (error) {
      dispose(fresh);
      throw error;
    }
  }

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
      dispose(script);
      return null;
    }
  }

  function create(request: RunRequest): Entered {
    for (const [oldest, script] of byKey) {
      if (byKey.size < isolatesPerChild) break;
      byKey.delete(oldest);
      dispose(script);
    }
    const script = compile(request);
    byKey.set(keyOf(request), script);
    return { script, room: script.enter(bytesOf(request)), fresh: true };
  }

  return {
    enter: (request) => find(request) ?? create(request),
    drop(script) {
      for (const [key, value] of byKey) if (value === script) byKey.delete(key);
      dispose(script);
    },
    prepare(latest) {
      for (const script of byKey.values()) if (script === latest) script.prepare();
      if (spare === null) {
        spare = blank(usualMemory);
        if (compiledRuntime === null) {
          rehearse(spare.isolate, spare.enter(0));
          compiledRuntime = compiledWhole(spare.isolate, runtime);
          compilePhp();
        }
      }
      spare.prepare();
    },
  };

  /** For the first script in PHP, in an isolate that goes at once: those of other languages hold none of it. */
  function compilePhp(): void {
    const trial = blank(usualMemory);
    try {
      trial.add(php);
    } finally {
      dispose(trial);
    }
  }
}

type Owned = ScriptIsolate & Blank;

const bytesOf = ({ answer }: RunRequest): number => answer?.body.byteLength ?? 0;

function bytesIn(isolate: ivm.Isolate): number {
  const { used_heap_size, externally_allocated_size } = isolate.getHeapStatisticsSync();
  return used_heap_size + externally_allocated_size;
}

/** What an isolate's rooms have in common. */
interface Home {
  log: ivm.Reference<SharedArrayBuffer>;
  /** Collects the isolate's heap, whole. */
  collect(): void;
  /**
   * Makes a function that lasts as long as the isolate. V8 has a table of all functions there are, of which a room fills a good
   * part, and gives every part back that it finds empty: to set up another takes a tenth of what a room takes. One function that
   * stays, among those of every room until the heap has been collected twice, keeps all the parts that are needed.
   */
  hold(): void;
}

/**
 * A context of ours, in which no script ever runs. V8's own function for collecting a heap is in those alone that are made while
 * the flag is set; and to bring the log's buffer in takes as long as a small run, so that it is done once.
 */
function makeHome(isolate: ivm.Isolate, logCopy: ivm.ExternalCopy<SharedArrayBuffer>): Home {
  setFlagsFromString('--expose-gc');
  try {
    const context = isolate.createContextSync();
    const gc: ivm.Reference<() => void> = context.evalSync('gc', { reference: true });
    const log = context.evalClosureSync('return $0', [logCopy.copyInto()], { result: { reference: true } });
    const held: ivm.Reference<() => void>[] = [];
    return {
      log,
      collect: () => gc.applySync(),
      hold: () => void held.push(context.evalSync('() => {}', { reference: true })),
    };
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}

/** V8 reads this when it makes a heap, so that every isolate can have a size of its own. */
function sizeYoungSpace(mebibytes: number): void {
  setFlagsFromString(`--min-semi-space-size=${mebibytes}`);
  setFlagsFromString(`--max-semi-space-size=${mebibytes}`);
}

type Compiled = ivm.ExternalCopy<ArrayBuffer>;

function compileOurs(isolate: ivm.Isolate, text: string, compiled: Compiled | null): ivm.Script {
  return isolate.compileScriptSync(text, {
    filename: runtimeName,
    ...(compiled === null ? {} : { cachedData: compiled }),
  });
}

/**
 * What compiling a script of ours comes to that has run here: the functions which it called are in it, compiled. Only of an
 * isolate that has seen no script of anybody else.
 */
function compiledWhole(isolate: ivm.Isolate, text: string): Compiled | null {
  const again = isolate.compileScriptSync(text, { filename: runtimeName, produceCachedData: true });
  return (again as { cachedData?: Compiled }).cachedData ?? null;
}

const keyOf = ({ key, limits }: RunRequest): string => `${limits.memoryMb} ${key}`;

function furnish(isolate: ivm.Isolate, scripts: readonly ivm.Script[], home: Home): Room {
  const context = isolate.createContextSync();
  // Never by way of `context.global`, which would keep the context alive until this process's own garbage is collected.
  const [command] = scripts.map((script) => script.runSync(context, { reference: true })) as [Room['command']];
  return {
    context,
    command,
    log: home.log.derefInto(),
    release() {
      command.release();
      context.release();
    },
  };
}

function dispose({ isolate }: { isolate: ivm.Isolate }): void {
  if (!isolate.isDisposed) isolate.dispose();
}
