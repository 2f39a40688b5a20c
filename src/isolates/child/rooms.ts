/** An isolate, and the rooms in it: a fresh context for every run, made and cleared away in the time between two runs. */
import { setFlagsFromString } from 'node:v8';
import ivm from 'isolated-vm';
import { runtimeName } from '../../../sandbox/border.ts';

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

export interface Rooms {
  isolate: ivm.Isolate;
  /** Adds a script that every room runs after the runtime. */
  add(support: OurScript): void;
  /** Collects what earlier runs left, and makes the next room, unless it stands ready. */
  prepare(): void;
  /** @param answerBytes of the run that it is for */
  enter(answerBytes: number): Room;
  /**
   * Whether what is held in the isolate is more than it may hold, all that nobody needs any more aside. V8 sees to that while a
   * script runs, but lets it have several times as much for as long as it is busy collecting.
   */
  overfull(): boolean;
  /** Ends the isolate, whatever goes on in it. */
  dispose(): void;
}

/** A script of ours, with what compiling it came to in the first isolate, for every one after it. */
export interface OurScript {
  readonly text: string;
  compiled: Compiled | null;
}

type Compiled = ivm.ExternalCopy<ArrayBuffer>;

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

/** @param log a copy of the buffer of every run's log */
export function openRooms(memoryMb: number, runtime: OurScript, log: ivm.ExternalCopy<SharedArrayBuffer>): Rooms {
  const youngMb = Math.min(mostYoungMb, Math.floor(memoryMb / 4));
  sizeYoungSpace(youngMb);
  const most = { old: Math.min(mostOldMb, memoryMb / 2) * mebibyte, young: youngMb * mebibyte };
  // Where V8 loses control of it, the process ends and says so.
  const isolate = new ivm.Isolate({ memoryLimit: memoryMb });
  const scripts = [compileOurs(isolate, runtime)];
  const home = makeHome(isolate, log);
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
    add(support) {
      const added = compileOurs(isolate, support);
      scripts.push(added);
      if (next === null) next = furnish(isolate, scripts, home);
      else added.runSync(next.context);
      keepCompiled(isolate, support);
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
    dispose() {
      if (!isolate.isDisposed) isolate.dispose();
    },
  };
}

function bytesIn(isolate: ivm.Isolate): number {
  const { used_heap_size, externally_allocated_size } = isolate.getHeapStatisticsSync();
  return used_heap_size + externally_allocated_size;
}

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

function compileOurs(isolate: ivm.Isolate, { text, compiled }: OurScript): ivm.Script {
  return isolate.compileScriptSync(text, {
    filename: runtimeName,
    ...(compiled === null ? {} : { cachedData: compiled }),
  });
}

/**
 * Keeps what compiling a script of ours comes to that has run here: the functions which it called are in it, compiled. Only of an
 * isolate that has seen no script of anybody else.
 */
export function keepCompiled(isolate: ivm.Isolate, script: OurScript): void {
  if (script.compiled !== null) return;
  const again = isolate.compileScriptSync(script.text, { filename: runtimeName, produceCachedData: true });
  script.compiled = (again as { cachedData?: Compiled }).cachedData ?? null;
}
