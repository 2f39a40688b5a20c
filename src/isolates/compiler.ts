/** Compiling scripts, each in a process of its own that ends with it. */
import type { Diagnostic, Language, ScriptSource, Stage } from '../../sandbox/contract/job.ts';
import { maxSourceBytes } from '../../sandbox/contract/limits.ts';
import type { Launch } from './launch.ts';
import { compiledBytes, compileMs } from './limits.ts';
import type { Compiled, CompileRequest } from './protocol.ts';

export interface Source {
  language: Language;
  stage: Stage;
  code: string;
}

export interface Compiler {
  compile(source: Source): Promise<Compiled>;
  /** PHP as JavaScript to read and go on with; null with what stands in the way. */
  translate(code: string): Promise<Compiled>;
  /** The JavaScript of a script; JavaScript itself is not touched, its running child compiles it anyway. */
  javascript(script: ScriptSource, stage: Stage): Promise<Compiled>;
  close(): void;
}

export function createCompiler(launch: Launch): Compiler {
  /** By script key, the least used first. A compilation under way is shared. */
  const known = new Map<string, { compiling: Promise<Compiled>; size: number }>();
  const children = new Set<ReturnType<Launch>>();
  let bytes = 0;

  const compile = (source: Source): Promise<Compiled> => ask('compile', source);

  async function ask(type: CompileRequest['type'], source: Source): Promise<Compiled> {
    const refusal = refuse(source);
    if (refusal !== null) return refused(refusal);
    const child = launch('compile');
    children.add(child);
    child.stderr?.resume();
    try {
      return await new Promise<Compiled>((resolve) => {
        const timer = setTimeout(() => resolve(refused('compiling it takes too long')), compileMs);
        child.on('message', (message: Compiled) => resolve(message));
        child.on('error', () => resolve(refused('it could not be compiled')));
        child.on('exit', () => {
          clearTimeout(timer);
          resolve(refused('it is too deeply nested or too large to compile'));
        });
        child.send({ type, ...source } satisfies CompileRequest, () => {});
      });
    } finally {
      children.delete(child);
      child.kill('SIGKILL');
    }
  }

  function forget(key: string): void {
    bytes -= known.get(key)?.size ?? 0;
    known.delete(key);
  }

  return {
    compile,
    translate: (code) => ask('translate', { language: 'php', stage: 'process', code }),
    javascript(script, stage) {
      if (script.language === 'js') {
        const refusal = refuse({ ...script, stage });
        return Promise.resolve(
          refusal === null
            ? { type: 'compiled', code: script.code, positions: null, diagnostics: [] }
            : refused(refusal),
        );
      }
      const found = known.get(script.key);
      if (found !== undefined) {
        known.delete(script.key);
        known.set(script.key, found);
        return found.compiling;
      }
      const entry = {
        compiling: compile({ language: script.language, stage, code: script.code }),
        size: script.code.length,
      };
      known.set(script.key, entry);
      bytes += entry.size;
      for (const oldest of known.keys()) {
        if (bytes <= compiledBytes || oldest === script.key) break;
        forget(oldest);
      }
      // What failed may have failed for want of time.
      void entry.compiling.then(({ code }) => code === null && known.get(script.key) === entry && forget(script.key));
      return entry.compiling;
    },
    close() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

function refuse({ code }: Source): string | null {
  const size = Buffer.byteLength(code);
  if (size > maxSourceBytes)
    return `it has ${Math.ceil(size / 1024)} KiB, and at most ${maxSourceBytes / 1024} KiB are allowed`;
  return null;
}

function refused(message: string): Compiled {
  const diagnostic: Diagnostic = { line: 1, column: 1, message, severity: 'error' };
  return { type: 'compiled', code: null, positions: null, diagnostics: [diagnostic] };
}
