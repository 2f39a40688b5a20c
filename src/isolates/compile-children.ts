/** The processes that compile: one for each text, and one that stands ready where somebody is writing. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Launch } from './launch.ts';
import { compilerWaitsMs } from './limits.ts';

export interface CompileChildren {
  /** A process that has compiled nothing yet; to be killed after its answer. */
  take(): ChildProcess;
  /** Starts the next one ahead: starting takes many times as long as compiling. It waits a minute. */
  prepare(): void;
  /** Resolves when all are gone. */
  close(): Promise<void>;
}

export function createCompileChildren(launch: Launch): CompileChildren {
  const children = new Set<ChildProcess>();
  let ready: { child: ChildProcess; leave: NodeJS.Timeout } | null = null;
  let closed = false;

  function start(): ChildProcess {
    const child = launch('compile');
    child.stderr?.resume();
    children.add(child);
    const forget = (): void => {
      children.delete(child);
      if (ready?.child === child) takeReady();
    };
    child.once('exit', forget).once('error', forget);
    return child;
  }

  function takeReady(): ChildProcess | null {
    if (ready === null) return null;
    const { child, leave } = ready;
    clearTimeout(leave);
    ready = null;
    return child;
  }

  return {
    take: () => takeReady() ?? start(),
    prepare() {
      if (closed || ready !== null) return;
      let child: ChildProcess;
      try {
        child = start();
      } catch {
        // Whoever asks next will learn of it, unless there is room for a process by then.
        return;
      }
      ready = { child, leave: setTimeout(() => child.kill('SIGKILL'), compilerWaitsMs).unref() };
    },
    async close() {
      closed = true;
      takeReady();
      await Promise.all(
        [...children].map(async (child) => {
          const gone = once(child, 'exit');
          child.kill('SIGKILL');
          await gone;
        }),
      );
    },
  };
}
