/** Calls: of the core, of the script's own functions and closures, and of PHP's. */
import type { Node } from '../parse.ts';
import { editCode } from './arrays.ts';
import { stored } from './assignments.ts';
import { builtin } from './builtins/index.ts';
import { binding, type Code, whole, within } from './code.ts';
import { closure } from './functions.ts';
import { cannot, functionName, need, type State } from './state.ts';
import { textCode, withoutNull } from './texts.ts';
import { isOnly, mayBe } from './types.ts';
import { typeOf } from './typing.ts';
import { js, operand } from './values.ts';

/** @param asCondition whether it is only looked at as true or false */
export function call(s: State, node: Node, asCondition = false): Code {
  const { what } = node as unknown as { what: Node };
  const args = node['arguments'] as Node[];
  if (args.some(({ kind }) => kind === 'namedargument' || kind === 'variadicplaceholder'))
    return cannot(node, 'This way to give arguments');
  if (what.kind === 'propertylookup' || what.kind === 'nullsafepropertylookup') return methodCall(s, node, what, args);
  if (what.kind !== 'name') {
    if (!['variable', 'offsetlookup', 'closure'].includes(what.kind)) return cannot(node, 'This call');
    if (mayBe(typeOf(s, what), 'string') && isOnly(typeOf(s, what), 'string'))
      return cannot(node, 'A call by the name in a variable');
    return whole(`${what.kind === 'closure' ? `(${js(s, what)})` : operand(s, what)}(${ownArguments(s, args)})`);
  }
  const name = String(what['name']).replace(/^\\/, '').toLowerCase();
  const own = s.script.functions.get(name);
  if (own !== undefined) return whole(`${functionName(own['name'].name)}(${ownArguments(s, args)})`);
  return builtin(s, node, name, args, asCondition);
}

const ownArguments = (s: State, args: Node[]): string =>
  args
    .map((one) =>
      one.kind === 'variadic'
        ? `...${need(s, 'rows')}(${js(s, one['what'])})`
        : within(stored(s, one, null), binding.assign),
    )
    .join(', ');

const texts = /^(?:hash\.|base64\.|urlencode$)/;

function methodCall(s: State, node: Node, what: Node, args: Node[]): Code {
  const path: string[] = [];
  let at: Node = what;
  while (at.kind === 'propertylookup' && at['offset'].kind === 'identifier') {
    path.unshift(at['offset'].name);
    at = at['what'];
  }
  const full = path.join('.');
  if (at.kind === 'variable' && at['name'] === 'core') {
    if (full === 'each') return each(s, node, args);
    if (
      !/^(?:lead\.(?:edit|approve|setstatus|setstc)|currency\.id|goal\.bycode|fail|skip|next|stop|form|urlencode|hash\.\w+|base64\.\w+)$/.test(
        full,
      )
    )
      return cannot(node, 'This method');
    const codes = args.map((one, i) => {
      if (full === 'lead.edit' && i === 1) return editCode(s, one);
      if (texts.test(full) || isOnly(typeOf(s, one), 'xml'))
        return isOnly(typeOf(s, one), 'xml') ? textCode(s, one) : js(s, withoutNull(one));
      return js(s, full === 'next' ? one : withoutNull(one));
    });
    return whole(`$core.${full}(${codes.join(', ')})`);
  }
  if (
    what.kind === 'propertylookup' &&
    /^getMessage$/i.test(what['offset'].name) &&
    isOnly(typeOf(s, what['what']), 'object')
  )
    return whole(`${js(s, what['what'])}.message`);
  if (
    what.kind === 'propertylookup' &&
    /^getCode$/i.test(what['offset'].name) &&
    isOnly(typeOf(s, what['what']), 'object')
  )
    return whole(`${js(s, what['what'])}.code`);
  return cannot(node, 'This method');
}

function each(s: State, node: Node, args: Node[]): Code {
  const [rows, fn] = args;
  if (rows === undefined || fn === undefined || !['closure', 'arrowfunc'].includes(fn.kind))
    return cannot(node, 'This $core->each()');
  return whole(`$core.each(${js(s, withoutNull(rows))}, ${closure(s, fn, true).js})`);
}
