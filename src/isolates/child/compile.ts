/**
 * A child process that compiles one script and ends. Types are stripped and syntax is checked here and not in a running
 * child: text can be made so that the stripper, a library in this very process, brings the process down.
 */
import { stripTypeScriptTypes } from 'node:module';
import ivm from 'isolated-vm';
import { scriptName } from '../../../sandbox/border.ts';
import type { Diagnostic, Stage } from '../../../sandbox/contract/job.ts';
import { givenSometimes, stageNames } from '../../../sandbox/contract/names.ts';
import type { Compiled, CompileRequest } from '../protocol.ts';
import type * as Php from './php/index.ts';
import { compileProblem, inSource } from './position.ts';

/** The bundler's own: evaluated when a script in PHP comes. */
declare function require(module: './php/index.ts'): typeof Php;

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (request: CompileRequest) => {
  void answer(request).then((compiled) => process.send?.(compiled));
});

const answer = async (request: CompileRequest): Promise<Compiled> =>
  request.type === 'translate' ? translate(request.code) : compile(request);

function translate(code: string): Compiled {
  const translated = require('./php/index.ts').translatePhp(code);
  if (Array.isArray(translated)) return { code: null, positions: null, diagnostics: translated };
  return { code: translated.code, positions: null, diagnostics: [] };
}

async function compile({ language, stage, code, thorough }: CompileRequest): Promise<Compiled> {
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  const read = (text: string): Reading => compileIn(isolate, language, text);
  const reading = read(code);
  if (!reading.ok) {
    const [error] = reading.errors;
    const diagnostics =
      thorough && language !== 'php'
        ? await helpfully([error], () => everyError(code, language, error, read))
        : reading.errors;
    return { code: null, positions: null, diagnostics };
  }
  const { javascript, positions } = reading;
  const again = thorough && language !== 'php' ? declaredAgain(isolate, javascript, stage) : null;
  if (again !== null) return { code: null, positions: null, diagnostics: [again] };
  const diagnostics = thorough
    ? await helpfully([], () =>
        language === 'php'
          ? Promise.resolve(require('./php/index.ts').unknownPhpNames(code, stage))
          : warnings(javascript, stage),
      )
    : [];
  return { code: javascript, positions, diagnostics };
}

type Reading =
  | { ok: true; javascript: string; positions: string | null }
  | { ok: false; errors: [Diagnostic, ...Diagnostic[]] };

function compileIn(isolate: ivm.Isolate, language: CompileRequest['language'], code: string): Reading {
  let javascript = code;
  let positions: string | null = null;
  if (language === 'ts') {
    try {
      javascript = stripTypeScriptTypes(code);
    } catch (error) {
      return { ok: false, errors: [strippingError(error, code)] };
    }
  }
  if (language === 'php') {
    const compiled = require('./php/index.ts').compilePhp(code);
    if (Array.isArray(compiled)) {
      const [first = syntaxError(1, 1, 'it does not compile'), ...others] = compiled;
      return { ok: false, errors: [first, ...others] };
    }
    javascript = compiled.code;
    positions = JSON.stringify(compiled.positions);
  }
  try {
    isolate.compileScriptSync(javascript, { filename: scriptName });
    return { ok: true, javascript, positions };
  } catch (error) {
    const { message, position } = compileProblem(error);
    // What was written from PHP is known by its place there.
    const place = inSource(position, positions);
    return { ok: false, errors: [syntaxError(place?.line ?? 1, place?.column ?? 1, message)] };
  }
}

/**
 * A name that every run of the stage is given, declared with `let`, `const` or `class`: no run would begin. The engine tells, of the
 * same text behind declarations of them all.
 */
function declaredAgain(isolate: ivm.Isolate, javascript: string, stage: Stage): Diagnostic | null {
  const given = stageNames[stage].filter((name) => name.startsWith('$') && !givenSometimes.has(name));
  const declarations = `var ${given.join(',')};`;
  try {
    isolate.compileScriptSync(declarations + javascript, { filename: scriptName });
    return null;
  } catch (error) {
    const { message, position } = compileProblem(error);
    const [, name] = /^Identifier '(.+)' has already been declared$/.exec(message) ?? [];
    if (name === undefined || position === null) return null;
    const column = position.line === 1 ? position.column - declarations.length : position.column;
    return syntaxError(position.line, column, `${name} is there already, and cannot be declared again`);
  }
}

/** What more can be said, unless finding it out fails: no correct script may suffer from it. */
async function helpfully(otherwise: Diagnostic[], find: () => Promise<Diagnostic[]>): Promise<Diagnostic[]> {
  try {
    return await find();
  } catch {
    return otherwise;
  }
}

// Loaded where it is needed: a script that is only to be run does without.
const warnings = async (javascript: string, stage: CompileRequest['stage']): Promise<Diagnostic[]> =>
  (await import('./syntax/names.ts')).unknownNames(javascript, stage);

async function everyError(
  code: string,
  language: CompileRequest['language'],
  first: Diagnostic,
  read: (code: string) => Reading,
): Promise<Diagnostic[]> {
  const errors = await import('./syntax/errors.ts');
  return errors.everyError(code, language === 'ts' ? 'ts' : 'js', first, (text) => {
    const reading = read(text);
    return reading.ok ? null : reading.errors[0];
  });
}

const syntaxError = (line: number, column: number, message: string): Diagnostic => ({
  line,
  column,
  message,
  severity: 'error',
  code: 'syntax',
  params: { error: message },
});

/**
 * The stripper's errors say where only in their stack: `file:line`, the line's text, a caret under the place. Where the text
 * breaks off there is no caret; and a text that is too much for it ends it in words of its own.
 */
function strippingError(error: unknown, code: string): Diagnostic {
  const { message, stack } = error as Error;
  const [what = ''] = message.split('\n', 1);
  if (/^(?:unreachable|memory access out of bounds|Maximum call stack size exceeded)\s*$/.test(what))
    return syntaxError(1, 1, 'it is too deeply nested or too large to compile');
  const lines = (stack ?? '').split('\n');
  const line = Number(/:(\d+)$/.exec(lines[0] ?? '')?.[1] ?? 1);
  const caret = lines.find((text) => /^\s*\^+\s*$/.test(text))?.indexOf('^');
  const end = code.split(/\r\n|[\n\u2028\u2029]/)[line - 1]?.length ?? 0;
  return syntaxError(line, (caret ?? end) + 1, what);
}
