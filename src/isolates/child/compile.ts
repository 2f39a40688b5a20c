/**
 * A child process that compiles one script and ends. Types are stripped and syntax is checked here and not in a running
 * child: text can be made so that the stripper, a library in this very process, brings the process down.
 */
import { stripTypeScriptTypes } from 'node:module';
import ivm from 'isolated-vm';
import { scriptName } from '../../../sandbox/border.ts';
import type { Diagnostic } from '../../../sandbox/contract/job.ts';
import type { Compiled, CompileRequest } from '../protocol.ts';
import type * as Php from './php/index.ts';
import { positionInMessage } from './position.ts';

/** The bundler's own: evaluated when a script in PHP comes. */
declare function require(module: './php/index.ts'): typeof Php;

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', ({ type, language, code }: CompileRequest) => {
  process.send?.(type === 'translate' ? translate(code) : compile(language, code));
});

function translate(code: string): Compiled {
  const translated = require('./php/index.ts').translatePhp(code);
  if (Array.isArray(translated)) return refused(...translated);
  return { type: 'compiled', code: translated.code, positions: null, diagnostics: [] };
}

function compile(language: CompileRequest['language'], code: string): Compiled {
  let javascript = code;
  let positions: string | null = null;
  if (language === 'ts') {
    try {
      javascript = stripTypeScriptTypes(code);
    } catch (error) {
      return refused(strippingError(error));
    }
  }
  if (language === 'php') {
    const compiled = require('./php/index.ts').compilePhp(code);
    if (Array.isArray(compiled)) return refused(...compiled);
    javascript = compiled.code;
    positions = JSON.stringify(compiled.positions);
  }
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  try {
    isolate.compileScriptSync(javascript, { filename: scriptName });
    return { type: 'compiled', code: javascript, positions, diagnostics: [] };
  } catch (error) {
    const { message, position } = positionInMessage(error instanceof Error ? error.message : String(error));
    return refused({ line: position?.line ?? 1, column: position?.column ?? 1, message, severity: 'error' });
  } finally {
    if (!isolate.isDisposed) isolate.dispose();
  }
}

const refused = (...diagnostics: Diagnostic[]): Compiled => ({
  type: 'compiled',
  code: null,
  positions: null,
  diagnostics,
});

/** The stripper's errors say where only in their stack: `file:line`, the line's text, a caret under the place. */
function strippingError(error: unknown): Diagnostic {
  const { message, stack } = error as Error;
  const lines = (stack ?? '').split('\n');
  const line = Number(/:(\d+)$/.exec(lines[0] ?? '')?.[1] ?? 1);
  const caret = lines.find((text) => /^\s*\^+\s*$/.test(text))?.indexOf('^') ?? 0;
  return { line, column: caret + 1, message: message.split('\n', 1)[0] ?? message, severity: 'error' };
}
