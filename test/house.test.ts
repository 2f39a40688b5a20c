import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = globSync(['{src,sandbox,scripts,test}/**/*.{ts,js,mjs}', '*.md', '.ci/*'], { cwd: root }).map((path) => ({
  path: path.replaceAll('\\', '/'),
  text: readFileSync(join(root, path), 'utf8'),
}));
const code = files.filter(({ path }) => /\.(ts|js|mjs)$/.test(path));

/** From the top of the program to its ground: a part may import the parts of its own row and of the rows below. */
const layers: readonly (readonly string[])[] = [
  ['src/main.ts'],
  ['src/demo', 'src/run-server.ts'],
  ['src/server.ts'],
  ['src/maintenance.ts', 'src/api'],
  ['src/library', 'src/personal-data'],
  ['src/checks', 'src/intake', 'src/notify'],
  ['src/leads', 'src/scripting', 'src/network', 'src/people'],
  ['src/app.ts'],
  ['src/isolates', 'src/outbound', 'src/queue', 'src/metrics.ts'],
  ['src/db'],
  ['src/config.ts', 'src/errors.ts', 'src/log.ts'],
  ['sandbox/core', 'sandbox/recognise'],
  ['sandbox/contract'],
];

/** Parts of the same row that may not know of each other: the left one of the right. */
const strangers: readonly [string, string][] = [
  ['src/leads', 'src/scripting'],
  ['src/leads', 'src/people'],
  ['src/isolates', 'src/outbound'],
  ['src/isolates', 'src/queue'],
  ['src/outbound', 'src/queue'],
];

const layerOf = (path: string): number =>
  layers.findIndex((parts) => parts.some((part) => path === part || path.startsWith(`${part}/`)));

interface Arrow {
  from: string;
  to: string;
  typeOnly: boolean;
}

const arrows: Arrow[] = code
  .filter(({ path }) => path.startsWith('src/') || path.startsWith('sandbox/'))
  .flatMap(({ path, text }) =>
    [...text.matchAll(/^(import|export)\s+(type\s)?[^;]*?from '(\.[^']+)'/gms)].map((match) => ({
      from: path,
      to: relative(root, join(root, dirname(path), match[3] ?? '')).replaceAll('\\', '/'),
      typeOnly: match[2] !== undefined,
    })),
  );

describe('the house', () => {
  it('has imports that run one way, from main down to the contract', () => {
    // `app.ts` makes every part, and every part may name the type of what it is handed.
    const upwards = arrows
      .filter(({ from, to, typeOnly }) => !(typeOnly && to === 'src/app.ts') && from !== 'src/app.ts')
      .filter(({ from, to }) => layerOf(from) !== -1 && layerOf(to) !== -1 && layerOf(to) < layerOf(from))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(upwards).toEqual([]);
  });

  it('has parts that do not know their neighbours where the story does not need it', () => {
    const met = arrows.filter(({ from, to }) =>
      strangers.some(([a, b]) => from.startsWith(`${a}/`) && to.startsWith(`${b}/`)),
    );
    expect(met).toEqual([]);
  });

  it('lets leads know nothing of checks', () => {
    expect(arrows.filter(({ from, to }) => from.startsWith('src/leads/') && to.startsWith('src/checks/'))).toEqual([]);
  });

  it('lets leads, and what tells people, know nothing of intake', () => {
    const met = arrows.filter(
      ({ from, to }) => /^src\/(leads|notify|checks)\//.test(from) && to.startsWith('src/intake/'),
    );
    expect(met).toEqual([]);
  });

  it('imports isolated-vm in the child process alone', () => {
    const importers = code
      .filter(({ path, text }) => path.startsWith('src/') && /from 'isolated-vm'/.test(text))
      .map(({ path }) => path);
    expect(importers.every((path) => path.startsWith('src/isolates/child/'))).toBe(true);
    expect(importers).not.toEqual([]);
  });

  it('reads the environment in main alone', () => {
    const readers = code
      .filter(({ path, text }) => path.startsWith('src/') && /process\.(env|argv|exit)\b/.test(text))
      .map(({ path }) => path)
      .filter((path) => path !== 'src/main.ts' && !path.startsWith('src/isolates/child/'));
    expect(readers).toEqual([]);
  });

  it('asks the database only through the transaction inside a transaction', () => {
    const strays = code
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap(({ path, text }) =>
        transactions(text)
          .filter((body) =>
            /\b(app\.db|connection\.db|[^.\w]db)\.(selectFrom|insertInto|updateTable|deleteFrom)\b|execute\((app\.)?db\)/.test(
              body,
            ),
          )
          .map(() => path),
      );
    expect(strays).toEqual([]);
  });

  it('holds no test back', () => {
    const held = code.filter(
      ({ path, text }) => path !== 'test/house.test.ts' && /\b(it|test|describe)\.(only|todo|skip)\(/.test(text),
    );
    expect(held.map(({ path }) => path)).toEqual([]);
  });

  it('does not mock its own modules', () => {
    const mocks = code.filter(({ path, text }) => path !== 'test/house.test.ts' && /vi\.mock\(/.test(text));
    expect(mocks.map(({ path }) => path)).toEqual([]);
  });

  it('names only paths in the README that exist', () => {
    const readme = files.find(({ path }) => path === 'README.md')?.text ?? '';
    const named = [...readme.matchAll(/`((?:src|sandbox|scripts|test)\/[\w./-]*)`/g)].map(([, path]) => path ?? '');
    const missing = named.filter((path) => globSync(path.replace(/\/$/, ''), { cwd: root }).length === 0);
    expect(named).not.toEqual([]);
    expect(missing).toEqual([]);
  });

  it('names only npm scripts in the README that exist', () => {
    const readme = files.find(({ path }) => path === 'README.md')?.text ?? '';
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

/** The bodies of `.transaction().execute(async (trx) => {…})`. */
function transactions(text: string): string[] {
  const bodies: string[] = [];
  for (const match of text.matchAll(/\.transaction\(\)\s*\.execute\(\s*(?:async\s*)?\(trx\)\s*=>/g)) {
    let depth = 1;
    let end = (match.index ?? 0) + match[0].length;
    const start = end;
    while (end < text.length && depth > 0) {
      if (text[end] === '(') depth++;
      if (text[end] === ')') depth--;
      end++;
    }
    bodies.push(text.slice(start, end));
  }
  return bodies;
}
