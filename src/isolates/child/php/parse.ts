/** PHP's text to a tree, with every error's place. */
import { Engine } from 'php-parser';
import type { Diagnostic, Position } from '../../../../sandbox/contract/job.ts';

/** A node of the parser's tree; `kind` tells which of the other fields are there. */
export interface Node {
  kind: string;
  loc?: { start: Place; end: Place };
  // biome-ignore lint/suspicious/noExplicitAny: each kind has fields of its own
  [field: string]: any;
}

interface Place {
  /** From 1. */
  line: number;
  /** From 0. */
  column: number;
  offset: number;
}

/** Something in a script that cannot be compiled. */
export class PhpError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

export const placeOf = (node: Node | null | undefined): Position => ({
  line: node?.loc?.start.line ?? 1,
  column: (node?.loc?.start.column ?? 0) + 1,
});

export const diagnosticOf = ({ message, line, column }: PhpError): Diagnostic => ({
  line,
  column,
  message,
  severity: 'error',
});

export const parse = (code: string): Node[] => parsed(code, false).children;

export interface ParsedComment {
  value: string;
  offset: number;
  line: number;
}

/** With what was said beside the code. */
export function parseWithComments(code: string): { nodes: Node[]; comments: ParsedComment[] } {
  const { children, comments = [] } = parsed(code, true);
  return {
    nodes: children,
    comments: comments.map(({ value, loc }) => ({ value, offset: loc.start.offset, line: loc.start.line })),
  };
}

interface Program {
  children: Node[];
  comments?: { value: string; loc: { start: Place } }[];
}

function parsed(code: string, extractDoc: boolean): Program {
  const engine = new Engine({
    parser: { php7: true, version: 802, suppressErrors: false, extractDoc },
    ast: { withPositions: true, withSource: false },
    lexer: { all_tokens: false, short_tags: true },
  });
  // In PHP 8 `.` binds less than `+` and `<<`; the parser still knows it beside `+`.
  const { precedence } = (engine as unknown as { ast: { constructor: { precedence: Record<string, number> } } }).ast
    .constructor;
  precedence['.'] = ((precedence['<'] ?? 0) + (precedence['<<'] ?? 0)) / 2;
  readStaticArrowFunctions(engine);
  try {
    const program = /^\s*<\?/.test(code) ? engine.parseCode(code, 'script') : engine.parseEval(code);
    return program as unknown as Program;
  } catch (error) {
    const { message, lineNumber, columnNumber } = error as Error & { lineNumber?: number; columnNumber?: number };
    // The parser's own faults on a text that is no PHP; a text that is too deep for it is told elsewhere.
    if (lineNumber === undefined && !(error instanceof RangeError))
      throw new PhpError(`it cannot be read: ${message}`, 1, 1);
    if (lineNumber === undefined) throw error;
    const what = message
      .replace(/^Parse Error : /, '')
      .replace(/ on line \d+$/, '')
      .replace(/ \(T_[A-Z_]+\)/g, '');
    throw new PhpError(what, lineNumber, (columnNumber ?? 0) + 1);
  }
}

/** What of the parser the statement below needs; its own types leave it out. */
interface StatementReader {
  token: number;
  tok: { T_STATIC: number; T_FN: number };
  lexer: { tokens: unknown[]; getState(): unknown };
  next(): StatementReader;
  node(): (kind: string, expression: unknown) => unknown;
  read_expr(): unknown;
  expectEndOfStatement(expression: unknown): void;
  read_statement(): unknown;
}

/** A statement may begin with `static fn`; at that word the parser knows of variables and `function` alone. */
function readStaticArrowFunctions(engine: Engine): void {
  const reader = (engine as unknown as { parser: StatementReader }).parser;
  const { read_statement } = reader;
  reader.read_statement = () => {
    if (reader.token !== reader.tok.T_STATIC) return read_statement.call(reader);
    const beginning = [reader.token, reader.lexer.getState()];
    const isArrowFunction = reader.next().token === reader.tok.T_FN;
    reader.lexer.tokens.push(beginning);
    reader.next();
    if (!isArrowFunction) return read_statement.call(reader);
    const statement = reader.node();
    const expression = reader.read_expr();
    reader.expectEndOfStatement(expression);
    return statement('expressionstatement', expression);
  };
}
