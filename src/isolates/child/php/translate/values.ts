/** The code of an expression, by itself or within another. */
import type { Node } from '../parse.ts';
import { binding, type Code, within } from './code.ts';
import type { State } from './state.ts';

/** How each kind of expression is written, `expressions.ts` knows. */
export const value = (s: State, node: Node): Code => s.parts.value(s, node);

export const js = (s: State, node: Node): string => value(s, node).js;

/** As an argument, or wherever else commas separate. */
export const operand = (s: State, node: Node, least: number = binding.whole): string => within(value(s, node), least);
