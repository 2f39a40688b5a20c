import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createIsolates, type IsolatesOptions } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';
import { childPids } from './processes.ts';
import { edits, logged, processJob } from './sandbox.ts';

/** For one test, so that every child there is belongs to it. */
function openSandbox(options: Partial<IsolatesOptions>) {
  const isolates = createIsolates({ workers: 1, log: createLog('silent'), ...options });
  onTestFinished(() => isolates.close());
  return isolates;
}

/** Processor time in hundredths of a second. */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

/** TypeScript that its compiler reads anew from every place in it, for hours. */
const slowToCompile = (n: number) => `const x${n} = ${'async(a=<T>(b='.repeat(24)}`;

const spin = (ms = 10_000) => processJob('console.log("began"); for (;;);', { limits: { scriptMs: ms } });

describe('the pool', () => {
  it('runs as many jobs at a time as it has children, the others in their order', async () => {
    const sandbox = openSandbox({ workers: 2 });
    const order: number[] = [];
    // One child is at work to the end, so that the three which wait come to the other one after the other.
    const jobs = [1_000, 4_000, 1, 2, 3].map((ms, index) =>
      sandbox.run(index < 2 ? spin(ms) : processJob(`${index}`)).then(() => order.push(index)),
    );
    await until(() => sandbox.stats().queued === 3);
    expect(sandbox.stats()).toMatchObject({ children: 2, busy: 2, queued: 3 });
    await Promise.all(jobs);
    expect(order).toEqual([0, 2, 3, 4, 1]);
    expect(sandbox.stats()).toMatchObject({ busy: 0, queued: 0, runs: 5 });
  });

  it('marks the run of a killed child as crashed, alone, and replaces the child', async () => {
    const sandbox = openSandbox({ workers: 2 });
    await Promise.all([logged(sandbox, '1'), logged(sandbox, '2')]);
    const ticks = new Map(childPids().map((pid) => [pid, ticksOf(pid)]));
    const crashing = sandbox.run(spin());
    const busiest = () => [...ticks].find(([pid, before]) => ticksOf(pid) - before > 30)?.[0];
    await until(() => busiest() !== undefined);
    const honest = logged(sandbox, 'console.log("fine")');
    process.kill(busiest() ?? 0, 'SIGKILL');
    expect(await honest).toEqual(['fine']);
    expect(await crashing).toMatchObject({
      kind: 'failed',
      error: { step: 'process', code: 'script_crashed' },
      logs: [{ text: 'began' }],
    });
    expect(await logged(sandbox, 'console.log("fine")')).toEqual(['fine']);
    expect(sandbox.stats()).toMatchObject({ children: 2, killed: 1 });
  });

  it.each([
    // A tenth of a second each, where nothing comes between.
    ['a loop', 'let sum = 0; for (let i = 0; i < 2e7; i++) sum += i;'],
    ['code that heeds no time limit', 'for (let i = 0; i < 4; i++) new Array(2e6).fill(0).sort();'],
  ])('lets a script end that the machine kept waiting for longer than it may run: %s', async (_what, work) => {
    const sandbox = openSandbox({});
    await logged(sandbox, '1');
    const [pid = 0] = childPids();
    const idle = ticksOf(pid);
    const running = sandbox.run(
      processJob(`console.log("began"); ${work} console.log("done")`, { limits: { scriptMs: 1_000 } }),
    );
    await until(() => ticksOf(pid) > idle);
    process.kill(pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    process.kill(pid, 'SIGCONT');
    expect(await running).toMatchObject({ kind: 'edits', logs: [{ text: 'began' }, { text: 'done' }] });
    expect(sandbox.stats()).toMatchObject({ killed: 0 });
  });

  it('replaces a child after so many runs, losing none', async () => {
    const sandbox = openSandbox({ workers: 1, recycleAfterRuns: 5 });
    for (let i = 0; i < 12; i++) expect(await logged(sandbox, `console.log(${i})`)).toEqual([String(i)]);
    expect(sandbox.stats()).toMatchObject({ children: 1, runs: 12, recycled: 2, killed: 0 });
  });

  it('keeps a child through which more has gone than it may hold', async () => {
    const sandbox = openSandbox({});
    // More than five hundred megabytes in all.
    const job = processJob('1', { answer: ['x'.repeat(7_500_000)], wantData: true });
    await edits(sandbox, job);
    const pids = childPids();
    for (let i = 0; i < 70; i++) await edits(sandbox, job);
    expect(childPids()).toEqual(pids);
    expect(sandbox.stats()).toMatchObject({ children: 1, recycled: 0, killed: 0 });
  });

  it('has the successor of a child ready before that is replaced', async () => {
    const others = childPids();
    const mine = (): number[] => childPids().filter((pid) => !others.includes(pid));
    const sandbox = openSandbox({ workers: 1, recycleAfterRuns: 100 });
    const runs = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) await logged(sandbox, '1');
    };
    await runs(97);
    const [child] = mine();
    await runs(1);
    // The system knows it by its command only once that has begun.
    await expect.poll(mine).toHaveLength(2);
    const successors = mine().filter((pid) => pid !== child);
    await runs(4);
    expect(sandbox.stats()).toMatchObject({ children: 1, recycled: 1, killed: 0 });
    await expect.poll(mine).toEqual(successors);
  });

  it('leaves no successor behind that never had its turn', async () => {
    const others = childPids();
    const mine = (): number[] => childPids().filter((pid) => !others.includes(pid));
    const sandbox = openSandbox({ workers: 1, recycleAfterRuns: 100 });
    for (let i = 0; i < 99; i++) await logged(sandbox, '1');
    await expect.poll(mine).toHaveLength(2);
    await sandbox.close();
    expect(mine()).toEqual([]);
  });

  it('gives a job up when it is told to, whether it waits or runs', async () => {
    const sandbox = openSandbox({ workers: 1 });
    const running = new AbortController();
    const waiting = new AbortController();
    const first = sandbox.run(spin(), running.signal);
    const second = sandbox.run(spin(), waiting.signal);
    await until(() => sandbox.stats().busy === 1 && sandbox.stats().queued === 1);
    waiting.abort(new Error('not wanted any more'));
    await expect(second).rejects.toThrow('not wanted any more');
    running.abort(new Error('nor this one'));
    await expect(first).rejects.toThrow('nor this one');
    expect(await logged(sandbox, 'console.log("next")')).toEqual(['next']);
  });

  it('gives a job up at whatever moment it is told to', async () => {
    const sandbox = openSandbox({ workers: 1 });
    await logged(sandbox, '1');
    for (let turns = 0; turns < 8; turns++) {
      const control = new AbortController();
      const running = sandbox.run(spin(), control.signal);
      for (let i = 0; i < turns; i++) await Promise.resolve();
      const toldAt = performance.now();
      control.abort(new Error('not wanted any more'));
      await expect(running).rejects.toThrow('not wanted any more');
      expect(performance.now() - toldAt).toBeLessThan(5_000);
    }
    expect(await logged(sandbox, 'console.log("next")')).toEqual(['next']);
  });

  it('gives a job up while its script is being compiled', async () => {
    const sandbox = openSandbox({ workers: 1 });
    await logged(sandbox, '1');
    const before = childPids();
    const control = new AbortController();
    const running = sandbox.run(processJob(slowToCompile(1), { language: 'ts' }), control.signal);
    const compilers = () => childPids().filter((pid) => !before.includes(pid));
    await until(() => compilers().length === 1);
    const atWork = compilers();
    control.abort(new Error('not wanted any more'));
    await expect(running).rejects.toThrow('not wanted any more');
    expect(compilers()).toEqual(atWork);
  });

  it('lets no script wait for others that take long to compile', async () => {
    const sandbox = openSandbox({ workers: 1 });
    await logged(sandbox, '1');
    let done = 0;
    const slow = Array.from({ length: 6 }, (_, i) =>
      sandbox.run(processJob(slowToCompile(i), { language: 'ts' })).then((outcome) => {
        done++;
        return outcome;
      }),
    );
    await edits(sandbox, processJob('const n: number = 1', { language: 'ts' }));
    expect(done).toBeLessThan(3);
    for (const outcome of await Promise.all(slow))
      expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'script_invalid' } });
  });

  it('shuts down at once while a script spins, and leaves no process behind', async () => {
    const sandbox = openSandbox({ workers: 2 });
    const running = sandbox.run(spin());
    await until(() => sandbox.stats().busy === 1 && childPids().length >= 2);
    const before = childPids();
    const begun = performance.now();
    await sandbox.close();
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(await running).toMatchObject({ kind: 'failed', error: { code: 'script_crashed' } });
    expect(childPids().filter((pid) => before.includes(pid))).toEqual([]);
    await expect(sandbox.run(processJob('1'))).rejects.toThrow('The sandbox is closed');
  });

  it('refuses scripts that were still being compiled when it was closed', async () => {
    const sandbox = openSandbox({ workers: 1 });
    await logged(sandbox, '1');
    const running = sandbox.run(processJob('const n: number = 1', { language: 'ts' }));
    const compiling = sandbox.compile({ language: 'ts', stage: 'process', code: 'const n: number = 2' });
    await until(() => childPids().length === 3);
    const refused = Promise.all([
      expect(running).rejects.toThrow('The sandbox is closed'),
      expect(compiling).rejects.toThrow('Scripts cannot be compiled now'),
    ]);
    await sandbox.close();
    await refused;
  });

  it('blames no script for the end of the process that compiled it', async () => {
    const sandbox = openSandbox({ workers: 1 });
    await logged(sandbox, '1');
    const before = childPids();
    const running = sandbox.run(processJob('const n: number = 1', { language: 'ts' }));
    const compiler = () => childPids().find((pid) => !before.includes(pid));
    await until(() => compiler() !== undefined);
    process.kill(compiler() ?? 0, 'SIGKILL');
    expect(await running).toMatchObject({ kind: 'failed', error: { code: 'script_crashed' } });
    expect((await edits(sandbox, processJob('const n: number = 1', { language: 'ts' }))).kind).toBe('edits');
  });

  it('outlives a system that has no descriptors for another child, and goes on when there are some', async () => {
    const starved = fileURLToPath(new URL('starved.ts', import.meta.url));
    const said = execFileSync('prlimit', ['--nofile=200', process.execPath, '--no-node-snapshot', starved], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect(said).toBe('compiling: Scripts cannot be compiled now\nran again: edits\n');
  });

  it('does not lay the memory of earlier runs to the charge of the next', async () => {
    const sandbox = openSandbox({});
    const rows = '<row><id>a</id><status>new</status><comment>nobody answers</comment></row>'.repeat(6e4);
    const answer = `<rows>${rows}</rows>`;
    for (let round = 0; round < 2; round++) {
      // What a big answer leaves behind in the process is collected when V8 sees fit.
      await sandbox.run(processJob(`${round}`, { answer, format: 'xml', limits: { memoryMb: 256 } }));
      const hungry = `const held = []; for (let i = 0; i < 24; i++) held.push("x".repeat(2e6) + i); for (const text of held) text[0]; // ${round}`;
      await edits(sandbox, processJob(hungry));
    }
  });

  it('keeps its memory from run to run', async () => {
    const sandbox = openSandbox({ workers: 2 });
    const job = processJob('$core.each($data, (d) => $core.lead.edit($e2i[d.id], {accept: 1}))', {
      answer: [{ id: 'a' }, { id: 'b' }],
    });
    const batch = (runs: number) => Promise.all(Array.from({ length: runs }, () => edits(sandbox, job)));
    const rss = (pid: number) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
    await batch(200);
    const pids = childPids();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 4; i++) await batch(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 ** 2);
    for (const pid of pids) expect(rss(pid)).toBeLessThan(300 * 1024 ** 2);
  });
});

describe('a child', () => {
  it('has neither environment nor rights', async () => {
    const sandbox = openSandbox({ workers: 1 });
    await logged(sandbox, '1');
    for (const pid of childPids()) {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
      // The channel to its parent is node's own.
      expect(environment.filter((entry) => !entry.startsWith('NODE_CHANNEL_'))).toEqual(['TZ=UTC']);
      expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/Max core file size\s+0\s/);
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/NoNewPrivs:\s+1/);
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/CapEff:\s+0{16}/);
    }
  });

  it('may read no file but those of the library that it runs scripts with, and start nothing but its watchdog', async () => {
    const sandbox = openSandbox({ workers: 1 });
    await logged(sandbox, '1');
    for (const pid of childPids()) {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      expect(command).toContain('--permission');
      const allowed = command.filter((option) => option.startsWith('--allow-'));
      expect(allowed.map((option) => option.replace(/=.*\/node_modules\//, '=')).sort()).toEqual([
        '--allow-addons',
        '--allow-fs-read=/etc/alpine-release',
        '--allow-fs-read=isolated-vm/*',
        '--allow-fs-read=node-gyp-build/*',
        '--allow-worker',
      ]);
    }
  });

  it('that compiles is ended by the system after five seconds of work', async () => {
    const sandbox = openSandbox({ workers: 1 });
    await sandbox.compile({ language: 'js', stage: 'process', code: '1' });
    const limits = (): (string | undefined)[] =>
      childPids().map((pid) => /Max cpu time\s+(\S+)/.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1]);
    // The one that waits for the next text may still be on its way through the commands that limit it.
    await expect.poll(() => limits().toSorted()).toEqual(['5', 'unlimited']);
  });

  it('has no network', async () => {
    const sandbox = openSandbox({ workers: 1 });
    await logged(sandbox, '1');
    for (const pid of childPids()) {
      const devices = readFileSync(`/proc/${pid}/net/dev`, 'utf8').split('\n').slice(2).filter(Boolean);
      expect(devices.map((line) => line.split(':')[0]?.trim())).toEqual(['lo']);
    }
  });

  it('dies with its parent, even while a script spins', async () => {
    const program = `
      import { createIsolates } from ${JSON.stringify(new URL('../../src/isolates/pool.ts', import.meta.url).href)};
      import { createLog } from ${JSON.stringify(new URL('../../src/log.ts', import.meta.url).href)};
      import { spinning } from ${JSON.stringify(new URL('./spinning.ts', import.meta.url).href)};
      const isolates = createIsolates({ workers: 1, log: createLog('silent') });
      void isolates.run(spinning);
      setInterval(() => { if (isolates.stats().busy === 1) { console.log('spinning'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300) } }, 10);`;
    const orphans = () =>
      execFileSync('ps', ['-eo', 'ppid,args'], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => /^\s*1\s/.test(line) && line.includes('isolated-vm'));
    const before = orphans().length;
    try {
      execFileSync(process.execPath, ['--no-node-snapshot', '--input-type=module', '-e', program], { stdio: 'pipe' });
    } catch (error) {
      expect((error as { signal: string }).signal).toBe('SIGKILL');
    }
    await until(() => orphans().length <= before);
  });
});
