/** Compiling scripts, each in a process of its own that ends with it. */
import type { ChildProcess } from 'node:child_process';
import type { Diagnostic, Language, ScriptSource, Stage } from '../../sandbox/contract/job.ts';
import { maxSourceBytes } from '../../sandbox/contract/limits.ts';
import { Unavailable } from '../errors.ts';
import { createCompileChildren } from './compile-children.ts';
import { mostBytes } from './frames.ts';
import type { Launch } from './launch.ts';
import { compiledBytes, compileMs, compilersAtOnce, patience, quickCompileMs } from './limits.ts';
import type { Compiled, CompileRequest } from './protocol.ts';

export interface Source {
  language: Language;
  stage: Stage;
  code: string;
}

/** @throws CompilerFailed where its processes end for no reason that lies in the text */
export interface Compiler {
  /** Everything that can be said about a script's text. */
  diagnose(source: Source): Promise<Diagnostic[]>;
  /** PHP as JavaScript to read and go on with; null with what stands in the way. */
  translate(code: string): Promise<Compiled>;
  /** The JavaScript of a script; JavaScript itself is not touched, its running child compiles it anyway. */
  javascript(script: ScriptSource, stage: Stage): Promise<Compiled>;
  /** Resolves when its processes are gone. */
  close(): Promise<void>;
}

/** No process could be had for it, or the system ended the one that it had: that says nothing of the script. */
export class CompilerFailed extends Unavailable {
  constructor(cause: string | Error) {
    super('Scripts cannot be compiled now', { cause });
  }
}

export function createCompiler(launch: Launch): Compiler {
  /** By script key, the least used first. A compilation under way is shared. */
  const known = new Map<string, { compiling: Promise<Compiled>; size: number }>();
  const children = createCompileChildren(launch);
  /** Runs do not wait for texts that people try, nor these for runs; and neither for texts that take their time. */
  const turns = { runs: quickAndSlow(), people: quickAndSlow() };
  let bytes = 0;
  let closed = false;

  async function ask(request: CompileRequest): Promise<Compiled> {
    const refusal = refuse(request);
    if (refusal !== null) return refused(refusal);
    const isOfRun = request.type === 'compile' && !request.thorough;
    const { quick, slow } = turns[isOfRun ? 'runs' : 'people'];
    const compiled =
      (await quick(() => askChild(request, quickCompileMs))) ??
      (await slow(() => askChild(request, patience * compileMs)));
    // A machine that gives it no core says nothing of the text.
    if (compiled === null) throw new CompilerFailed('It got no time');
    return compiled;
  }

  const compile = (source: Source, thorough: boolean): Promise<Compiled> =>
    ask({ type: 'compile', ...source, thorough });

  /** @returns null where it takes longer than so many milliseconds */
  async function askChild(request: CompileRequest, ms: number): Promise<Compiled | null> {
    if (closed) throw new CompilerFailed('The compiler is closed');
    const child = takeChild();
    const { promise, resolve, reject } = Promise.withResolvers<Compiled | null>();
    const timer = setTimeout(() => resolve(null), ms);
    child.on('message', (message: Compiled) => resolve(message));
    child.on('error', (cause) => reject(new CompilerFailed(cause)));
    child.on('exit', (_code, signal) => {
      if (signal === 'SIGXCPU') resolve(refused('compiling it takes too long'));
      // A text that is too much for it ends the process by itself: this was somebody else.
      else if (signal === 'SIGKILL') reject(new CompilerFailed('A compiling process was killed'));
      else resolve(refused('it is too deeply nested or too large to compile'));
    });
    child.send(request, () => {});
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      child.kill('SIGKILL');
      // Who is writing will ask again in a moment.
      if (request.thorough) children.prepare();
    }
  }

  function takeChild(): ChildProcess {
    try {
      return children.take();
    } catch (cause) {
      throw new CompilerFailed(cause as Error);
    }
  }

  function forget(key: string): void {
    bytes -= known.get(key)?.size ?? 0;
    known.delete(key);
  }

  return {
    diagnose: async (source) => (await compile(source, true)).diagnostics,
    translate: (code) => ask({ type: 'translate', language: 'php', stage: 'process', code, thorough: false }),
    javascript(script, stage) {
      if (script.language === 'js') {
        const refusal = refuse({ ...script, stage });
        return Promise.resolve(
          refusal === null ? { code: script.code, positions: null, diagnostics: [] } : refused(refusal),
        );
      }
      const found = known.get(script.key);
      if (found !== undefined) {
        known.delete(script.key);
        known.set(script.key, found);
        return found.compiling;
      }
      const entry = {
        compiling: compile({ language: script.language, stage, code: script.code }, false),
        size: script.code.length,
      };
      known.set(script.key, entry);
      bytes += entry.size;
      for (const oldest of known.keys()) {
        if (bytes <= compiledBytes || oldest === script.key) break;
        forget(oldest);
      }
      // What was found of the text stays so, its errors too.
      entry.compiling.catch(() => {
        if (known.get(script.key) === entry) forget(script.key);
      });
      return entry.compiling;
    },
    close() {
      closed = true;
      return children.close();
    },
  };
}

const quickAndSlow = () => ({ quick: takingTurns(compilersAtOnce), slow: takingTurns(1) });

/** Lets so many go on at a time, so that many texts at once do not bring the machine to its knees; the others in their order. */
function takingTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  };
}

function refuse({ code }: Source): string | null {
  // Asked for every run: of a text that is short enough in any letters nobody counts the bytes.
  if (code.length * mostBytes <= maxSourceBytes) return null;
  const size = Buffer.byteLength(code);
  if (size > maxSourceBytes)
    return `it has ${Math.ceil(size / 1024)} KiB, and at most ${maxSourceBytes / 1024} KiB are allowed`;
  return null;
}

function refused(message: string): Compiled {
  const diagnostic: Diagnostic = { line: 1, column: 1, message, severity: 'error' };
  return { code: null, positions: null, diagnostics: [diagnostic] };
}
