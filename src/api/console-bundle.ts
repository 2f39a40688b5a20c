import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build } from 'esbuild';

/** A file of the console, as browsers load it. Its name holds a hash of what it holds, so that it may be kept for ever. */
export interface ConsoleFile {
  type: string;
  bytes: Uint8Array;
  gzipped: Uint8Array;
}

export interface ConsoleBundle {
  files: ReadonlyMap<string, ConsoleFile>;
  /** What the page itself names: everything else is loaded by these when it is needed. */
  script: string;
  style: string;
  /** Scripts that `script` cannot do without; named in the page, they load at once beside it. */
  preload: readonly string[];
}

const entry = 'src/console/main.tsx';
const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

let bundle: Promise<ConsoleBundle> | undefined;

/** The console, made of its sources when it is first asked for. It takes what is installed, and no network. */
export function consoleBundle(): Promise<ConsoleBundle> {
  bundle ??= makeBundle().catch((error: unknown) => {
    bundle = undefined;
    throw error;
  });
  return bundle;
}

async function makeBundle(): Promise<ConsoleBundle> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: 'assets',
    entryNames: 'console-[hash]',
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // The declarations that scripts are checked against, for the editor to read.
    alias: { 'script-declarations': './sandbox/script.d.ts' },
    loader: { '.d.ts': 'text' },
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const zip = promisify(gzip);
  const files = await Promise.all(
    outputFiles.map(async ({ path, contents }): Promise<[string, ConsoleFile]> => {
      const type = types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      return [basename(path), { type, bytes: contents, gzipped: await zip(contents, { level: 9 }) }];
    }),
  );
  const [script, output] = Object.entries(metafile.outputs).find(([, one]) => one.entryPoint === entry) ?? [];
  if (script === undefined || output?.cssBundle === undefined) throw new Error(`Bundling ${entry} gave no page`);
  const preload = output.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path));
  return { files: new Map(files), script: basename(script), style: basename(output.cssBundle), preload };
}
