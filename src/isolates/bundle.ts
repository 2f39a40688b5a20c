/** Turns our own TypeScript into the texts that isolates and child processes begin with. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = new URL('../../', import.meta.url);

const common: BuildOptions = {
  bundle: true,
  write: false,
  target: 'es2024',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'silent',
};

let runtime: Promise<string> | undefined;
let php: Promise<string> | undefined;
const children = new Map<string, Promise<string>>();

/**
 * `sandbox/` as one script, which every context runs first and whose value is the runtime's `command`; built once per process.
 * What it `require`s stands aside, so that a run which asks for none of it makes none of it.
 */
export function bundleRuntime(): Promise<string> {
  runtime ??= withRequiredAside({ entryPoints: [pathOf('sandbox/runtime.ts')] }).then(
    (code) => `"use strict";(()=>{let $command;const giveCommand=(given)=>{$command=given};${code};return $command})()`,
  );
  return runtime;
}

/**
 * Each module that is `require`d becomes one function, with all that it imports, which runs when it is asked for. Left to itself
 * the bundler makes a function of every module behind it, and setting those up would take every run a tenth of a millisecond.
 * @returns statements, with names that no module has, since all of it is to stand in one function
 */
async function withRequiredAside(options: BuildOptions): Promise<string> {
  const required = new Map<string, string>();
  const aside: Plugin = {
    name: 'required modules aside',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'require-call') return undefined;
        const file = join(resolveDir, path);
        if ((required.get(path) ?? file) !== file) throw new Error(`Two modules are required as ${path}`);
        required.set(path, file);
        return { path, external: true };
      });
    },
  };
  const plugins = [...(options.plugins ?? []), aside];
  // On this platform what is required stays required: by the function below.
  const main = await bundle({ ...common, ...options, format: 'iife', platform: 'node', plugins });
  const cases = [...required].map(async ([path, file]) => {
    const code = await bundle({ ...common, entryPoints: [file], format: 'cjs', platform: 'neutral' });
    return `case${JSON.stringify(path)}:{const module={exports:{}};${code};return module.exports}`;
  });
  const load = `const $load=(path)=>{switch(path){${(await Promise.all(cases)).join('')}}};`;
  return `let $loaded;${load}const require=(path)=>($loaded??={__proto__:null})[path]??=$load(path);${main}`;
}

const sharesValues = /\/sandbox\/php\/(?:index|functions\/groups)\.ts$/;
const groupsOfFunctions = /\/sandbox\/php\/functions\/groups\.ts$/;

/**
 * PHP's functions are hundreds, and a run calls a few: in the place of the module that lists their groups comes one that knows
 * their names, and runs the module of a group when the first of its functions is asked for.
 */
const groupsWhenAsked: Plugin = {
  name: 'groups of functions when they are asked for',
  setup({ onResolve, onLoad }) {
    // Modules of their own would have values of their own: these share those of the whole.
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir, importer }) =>
      kind === 'require-call' && sharesValues.test(importer) ? { path: join(resolveDir, path) } : undefined,
    );
    onLoad({ filter: groupsOfFunctions }, async ({ path }) => {
      const { groups } = await import('../../sandbox/php/functions/groups.ts');
      const rows = Object.entries(groups).map(
        ([name, { names, module }]) =>
          `${name}: { names: ${JSON.stringify(names)}, functions: () => require(${JSON.stringify(module)}).${name} }`,
      );
      return { contents: `export const groups = {${rows.join(', ')}};`, resolveDir: dirname(path) };
    });
  },
};

/** `sandbox/php/` as one script, which the isolates of PHP scripts run after the runtime; built once per process. */
export function bundlePhp(): Promise<string> {
  php ??= withRequiredAside({
    entryPoints: [pathOf('sandbox/php/index.ts')],
    minifyIdentifiers: true,
    plugins: [groupsWhenAsked],
  }).then((code) => `"use strict";(()=>{${code}})()`);
  return php;
}

/**
 * A program of a child process as one script: such a child starts in half the time, and may be denied every file but
 * those of isolated-vm.
 */
export function bundleChild(name: 'run' | 'compile' | 'watchdog'): Promise<string> {
  let child = children.get(name);
  if (child === undefined) {
    const isolatedVm = createRequire(import.meta.url).resolve('isolated-vm');
    child = bundle({
      ...common,
      entryPoints: [pathOf(`src/isolates/child/${name}.ts`)],
      format: 'cjs',
      platform: 'node',
      plugins: [
        {
          name: 'isolated-vm by its path',
          setup({ onResolve }) {
            onResolve({ filter: /^isolated-vm$/ }, () => ({ path: isolatedVm, external: true }));
          },
        },
      ],
    });
    children.set(name, child);
  }
  return child;
}

async function bundle(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build(options);
  const [output] = outputFiles ?? [];
  if (output === undefined) throw new Error(`Bundling ${options.entryPoints} gave nothing`);
  return output.text;
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, root));
}
