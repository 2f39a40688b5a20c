/** How children are started: with as little as the platform lets us leave them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { bundleChild } from './bundle.ts';
import { addressSpace, childHeapMb, compileMs } from './limits.ts';

export type ChildName = 'run' | 'compile';

/**
 * Starts a child.
 * @throws where the system has no process or no descriptors for it
 */
export type Launch = (name: ChildName) => ChildProcess;

/**
 * Commands that each take something away from what they start, in this order; of several that come to the same, the first
 * that works here is used. Where none does (macOS), the child lives without.
 */
const wrappers: readonly (readonly (readonly string[])[])[] = [
  // No network: a namespace of its own that holds no interface.
  [
    ['unshare', '--net'],
    ['unshare', '--map-root-user', '--net'],
  ],
  // No core file of a hostile script's memory, no addresses without end.
  [['prlimit', `--as=${addressSpace}`, '--core=0', '--nofile=256']],
  // No capability, no way back to one, and no life without its parent; last, since a change of rights would undo that.
  [
    ['setpriv', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--pdeathsig', 'KILL'],
    ['setpriv', '--no-new-privs', '--pdeathsig', 'KILL'],
  ],
];

const require = createRequire(import.meta.url);
const isolatedVm = dirname(require.resolve('isolated-vm'));

const flags = [
  // isolated-vm needs it.
  '--no-node-snapshot',
  // No file but the addon's, no process, no inspector.
  '--permission',
  '--allow-addons',
  // The watchdog.
  '--allow-worker',
  `--allow-fs-read=${isolatedVm}/*`,
  `--allow-fs-read=${dirname(createRequire(`${isolatedVm}/isolated-vm.js`).resolve('node-gyp-build'))}/*`,
  // Loading isolated-vm asks whether this is Alpine.
  '--allow-fs-read=/etc/alpine-release',
  '--no-warnings',
  `--max-old-space-size=${childHeapMb}`,
  // Optimising a script for a run of a few milliseconds takes longer than the run; decoding megabytes without it, for ever. So
  // it begins some ten times later than usual.
  '--invocation-count-for-maglev=8000',
  '--invocation-count-for-maglev-osr=4000',
  '--invocation-count-for-turbofan=30000',
  '--invocation-count-for-osr=15000',
  // Nor is it noted at once what a function is called with, for calls to come: every context would begin anew, and of a small run
  // hardly anything is called more often than this.
  '--invocation-count-for-feedback-allocation=16',
  // Heaps are small and a child has a core to itself: collecting on several threads costs more than it saves.
  '--single-threaded-gc',
  // Nor is marked step by step until a heap has used up all it may grow by: nearly everything dies with its run, and what is
  // made while V8 marks is kept. It must not be switched off, since a heap would then outgrow its isolate's limit unseen.
  '--incremental-marking-soft-trigger=100',
  '--incremental-marking-hard-trigger=100',
  // And a heap may grow half the way to its limit before V8 looks at it: between runs we do.
  '--heap-growing-percent=20000',
  // A fresh context is read from V8's snapshot for every run; hashing all its names anew takes a fifth of that. Keys that
  // collide on purpose cost their own run its time, and nobody else anything.
  '--no-rehash-snapshot',
  // Names that no script gets, but that V8 makes anew for every context instead of reading them from its snapshot: a sixth of
  // what a fresh one takes.
  '--no-js-explicit-resource-management',
  '--no-js-float16array',
  '--no-js-source-phase-imports',
  '--no-js-atomics-pause',
  '--no-experimental-wasm-exnref',
  // The program comes through standard input.
  '-',
];

/** A compiling child is asked once; a running one has a channel for requests and one for its watchdog. */
const channels: Record<ChildName, ('ipc' | 'pipe')[]> = { compile: ['ipc'], run: ['pipe', 'pipe'] };

/** A zone that every run agrees on, and nothing else. */
const environment = { TZ: 'UTC' };

let found: Promise<string[]> | undefined;

export async function findLaunch(): Promise<Launch> {
  found ??= findWrappers();
  const [prefix, run, compile] = await Promise.all([found, bundleChild('run'), bundleChild('compile')]);
  const programs = { run, compile };
  return (name) => {
    const [command = '', ...args] = [...limited(prefix, name), process.execPath, ...flags];
    const child = spawn(command, args, {
      env: environment,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'pipe', ...channels[name]],
      serialization: 'advanced',
      windowsHide: true,
    });
    if (child.pid === undefined) {
      // Said again in an event, which must be heard.
      child.on('error', () => {});
      throw new Error(`The system has nothing for another process: ${command} could not be started`);
    }
    // A child that dies first is learnt of from its end.
    child.stdin?.on('error', () => {}).end(programs[name]);
    return child;
  };
}

/** A compiling child has one thing to do, so that the system can end it when that took all its time: by SIGXCPU. */
function limited(prefix: string[], name: ChildName): string[] {
  const seconds = compileMs / 1_000;
  const timed = ['prlimit', `--cpu=${seconds}:${seconds + 1}`];
  return name === 'compile' ? prefix.flatMap((word) => (word === 'prlimit' ? timed : [word])) : prefix;
}

async function findWrappers(): Promise<string[]> {
  // Trying one takes as long as starting a program; where all the first ones work, one try tells.
  const all = wrappers.flatMap(([first = []]) => first);
  if (await works(all)) return all;
  const prefix: string[] = [];
  for (const alternatives of wrappers) {
    for (const wrapper of alternatives) {
      if (await works([...prefix, ...wrapper])) {
        prefix.push(...wrapper);
        break;
      }
    }
  }
  return prefix;
}

function works([command = '', ...args]: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    // Without its capabilities even root may be unable to read the addon.
    const program = [process.execPath, '--no-node-snapshot', '-e', `require(${JSON.stringify(isolatedVm)})`];
    const probe = spawn(command, [...args, ...program], { stdio: 'ignore', env: environment, cwd: '/' });
    probe.on('error', () => resolve(false));
    probe.on('exit', (code) => resolve(code === 0));
  });
}
