/** Calls: of PHP's functions, of the script's own, of what variables hold, of methods. */

import { nearest } from '../../../../sandbox/contract/slips.ts';
import { findClass } from '../../../../sandbox/php/classes.ts';
import { signatureOf } from '../../../../sandbox/php/functions/define.ts';
import { definitionOf, functionNames } from '../../../../sandbox/php/functions/table.ts';
import { link, methodCall, reference } from './access.ts';
import { bytes, type Context, isPlainVariable, isShared, mangled, mark, refuse, rt, stored } from './context.ts';
import { insteadOf } from './instead.ts';
import { leadCall } from './lead-calls.ts';
import { bytesOf, quoted } from './literals.ts';
import type { Node } from './parse.ts';
import { patternProblem } from './patterns.ts';

export const functionNameOf = (node: Node): string | null =>
  node['what'].kind === 'name' ? String(node['what'].name).replace(/^.*\\/, '').toLowerCase() : null;

/** Whether a call takes the argument at a place by reference, as far as the text tells. */
export const takesByRef =
  (unit: { functions: Map<string, Node>; callablesByRef: boolean }) =>
  (node: Node, i: number): boolean => {
    const name = functionNameOf(node);
    if (name === null)
      return node['what'].kind === 'variable' || node['what'].kind === 'closure' || node['what'].kind === 'offsetlookup'
        ? unit.callablesByRef
        : false;
    const own = unit.functions.get(name);
    const params =
      own !== undefined
        ? (own['arguments'] as Node[]).map((param) => ({
            byRef: param['byref'] as boolean,
            variadic: param['variadic'] as boolean,
          }))
        : signatureOf(definitionOf(name)?.[0] ?? '');
    const last = params.at(-1);
    return (params[i] ?? (last?.variadic ? last : undefined))?.byRef ?? false;
  };

export function call(c: Context, node: Node): string {
  const guards: string[] = [];
  const code = callCode(c, node, guards);
  return guards.length === 0 ? code : `(${guards.join(' || ')} ? null : ${code})`;
}

function callCode(c: Context, node: Node, guards: string[]): string {
  const what = node['what'] as Node;
  const args = node['arguments'] as Node[];
  if (args[0]?.kind === 'variadicplaceholder') return firstClass(c, node);
  const ofLead = leadCall(c, node);
  if (ofLead !== null) return ofLead;
  switch (what.kind) {
    case 'name':
      return namedCall(c, node, functionNameOf(node) as string, args);
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return methodCall(c, node, methodArguments(c, args), guards);
    case 'staticlookup': {
      const { what: cls, offset } = what as unknown as { what: Node; offset: Node };
      if (cls.kind !== 'name' || offset.kind !== 'identifier')
        return refuse(c, node, 'Only methods of named classes can be called like this');
      const name = String(cls['name']).replace(/^\\/, '');
      const known = findClass(name);
      if (known === null) return refuse(c, cls, `The class ${name} is not there`);
      if (!known.statics?.has(String(offset['name']).toLowerCase()))
        return refuse(c, offset, `${known.name}::${offset['name']}() is not there`);
      return `${mark(what)}${rt(c, 'callStatic')}(${quoted(name)}, ${quoted(offset['name'])}, [${methodArguments(c, args)}])`;
    }
    default:
      return dynamicCall(c, node, link(c, what, guards), args);
  }
}

function methodArguments(c: Context, args: Node[]): string {
  return args
    .map((argument) => {
      if (argument.kind === 'namedargument') return refuse(c, argument, 'Methods take no named arguments here');
      return argument.kind === 'variadic'
        ? `...${rt(c, 'spread')}(${c.expr(c, argument['what'])})`
        : c.expr(c, argument);
    })
    .join(', ');
}

function firstClass(c: Context, node: Node): string {
  const what = node['what'] as Node;
  if (what.kind === 'propertylookup')
    return `${mark(node)}${rt(c, 'toClosure')}(${rt(c, 'listOf')}([${c.expr(c, what['what'])}, ${bytes(what['offset'].name)}]))`;
  const name = functionNameOf(node);
  if (name === null) return `${mark(node)}${rt(c, 'toClosure')}(${c.expr(c, what)})`;
  if (!c.unit.facts.functions.has(name) && definitionOf(name) === null) return unknownFunction(c, node, name);
  return `${mark(node)}${rt(c, 'toClosure')}(${quoted(name)})`;
}

/** Arguments as values, or as references where they can be taken so and the callee may ask for it. */
function dynamicCall(c: Context, node: Node, callee: string, args: Node[]): string {
  const one = (argument: Node): string => {
    if (argument.kind === 'variadic') return `...${rt(c, 'spread')}(${c.expr(c, argument['what'])})`;
    return c.unit.facts.callablesByRef && isPlainVariable(argument) && isShared(c, argument['name'])
      ? reference(c, argument)
      : c.expr(c, argument);
  };
  const positional = args.filter(({ kind }) => kind !== 'namedargument').map(one);
  const named = args.filter(({ kind }) => kind === 'namedargument');
  if (named.length === 0) return `${mark(node)}${rt(c, 'callv')}(${callee}, [${positional.join(', ')}])`;
  const pairs = named.map((argument) => `[${bytes(argument['name'])}, ${c.expr(c, argument['value'])}]`);
  return `${mark(node)}${rt(c, 'callNamed')}(${rt(c, 'callable')}(${callee}), [${positional.join(', ')}], [${pairs.join(', ')}])`;
}

interface Taken {
  name: string;
  byRef: boolean;
  variadic: boolean;
  optional: boolean;
}

function namedCall(c: Context, node: Node, name: string, args: Node[]): string {
  const special = specialCalls[name];
  if (special !== undefined) return special(c, node, args);
  const own = c.unit.facts.functions.get(name);
  if (own !== undefined) {
    const params: Taken[] = (own['arguments'] as Node[]).map((param) => ({
      name: param['name'].name,
      byRef: param['byref'],
      variadic: param['variadic'],
      optional: param['value'] !== null || param['variadic'],
    }));
    if (args.some(({ kind }) => kind === 'variadic')) return spreadCall(c, node, name, args);
    const codes = argumentCodes(c, node, name, params, args, true);
    return `${mark(node)}f_${mangled(name)}(${codes.join(', ')})`;
  }
  const definition = definitionOf(name);
  if (definition === null) return unknownFunction(c, node, name);
  const params = signatureOf(definition[0]);
  if (args.some(({ kind }) => kind === 'variadic')) return spreadCall(c, node, name, args);
  const codes = argumentCodes(c, node, name, params, args, false);
  const required = params.filter(({ optional }) => !optional).length;
  const most = params.at(-1)?.variadic ? Number.POSITIVE_INFINITY : params.length;
  if (codes.length < required || codes.length > most) {
    const wanted = required === most ? 'exactly' : codes.length < required ? 'at least' : 'at most';
    const count = codes.length < required ? required : most;
    return refuse(
      c,
      node,
      `${name}() expects ${wanted} ${count} argument${count === 1 ? '' : 's'}, ${codes.length} given`,
    );
  }
  const problem = patternProblem(name, args[0]);
  if (problem !== null) return refuse(c, args[0] as Node, problem);
  const callee = `b_${name}_${codes.length}`;
  c.unit.builtins.set(
    callee,
    `${rt(c, 'builtin')}(${quoted(name)}, ${codes.length}, (found) => { ${callee} = found; })`,
  );
  return `${mark(node)}${callee}(${codes.join(', ')})`;
}

function argumentCodes(
  c: Context,
  node: Node,
  name: string,
  params: readonly Taken[],
  args: Node[],
  own: boolean,
): string[] {
  const codes: string[] = [];
  const last = params.at(-1);
  args.forEach((argument, i) => {
    let param = params[i] ?? (last?.variadic ? last : undefined);
    let at = i;
    let value = argument;
    if (argument.kind === 'namedargument') {
      at = params.findIndex((one) => one.name === argument['name'] && !one.variadic);
      if (at === -1) {
        refuse(
          c,
          argument,
          `${name}() has no parameter $${argument['name']}; its parameters are ${params.map((one) => `$${one.name}`).join(', ') || 'none'}`,
        );
        return;
      }
      if (codes[at] !== undefined)
        refuse(c, argument, `Named parameter $${argument['name']} overwrites previous argument`);
      param = params[at];
      value = argument['value'];
    }
    codes[at] = param?.byRef ? refArgument(c, value, name, at, own) : own ? stored(c, value) : c.expr(c, value);
  });
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] !== undefined) continue;
    if (params[i]?.optional === false)
      refuse(c, node, `${name}(): Argument #${i + 1} ($${params[i]?.name}) not passed`);
    codes[i] = 'undefined';
  }
  return codes;
}

const referable = new Set(['variable', 'offsetlookup', 'propertylookup']);

function refArgument(c: Context, value: Node, name: string, i: number, own: boolean): string {
  if (referable.has(value.kind)) return reference(c, value);
  // Arrays and how they are sorted stand side by side.
  if (name === 'array_multisort') return c.expr(c, value);
  // What a call gives can be handed over too; PHP only remarks on it.
  if (
    ['call', 'assign', 'new', 'closure', 'arrowfunc', 'array'].includes(value.kind) &&
    (own || value.kind !== 'array' || ['end', 'current', 'reset', 'key', 'next'].includes(name))
  )
    return `new ${rt(c, 'Ref')}(${stored(c, value)})`;
  return refuse(c, value, `${name}(): Argument #${i + 1} could not be passed by reference: give it a variable`);
}

function spreadCall(c: Context, node: Node, name: string, args: Node[]): string {
  if (args.some(({ kind }) => kind === 'namedargument'))
    return refuse(c, node, 'Named arguments after ... are not supported');
  const codes = args.map((argument) =>
    argument.kind === 'variadic' ? `...${rt(c, 'spreadNamed')}(${c.expr(c, argument['what'])})` : c.expr(c, argument),
  );
  return `${mark(node)}${rt(c, 'callSpread')}(${quoted(name)}, [${codes.join(', ')}])`;
}

/** Errors of a script among which those about unknown functions say what may have been meant. */
const maxLooked = 20;

function unknownFunction(c: Context, node: Node, name: string): string {
  const instead = insteadOf(name);
  if (instead !== null) return refuse(c, node, `${name}() is not there: ${instead}`);
  // Every name is compared with hundreds, and a text may hold thousands.
  const isLooked = c.unit.errors.length < maxLooked;
  const near = isLooked ? nearest(name, [...c.unit.facts.functions.keys(), ...functionNames()]) : null;
  return refuse(c, node, `The function ${name}() is not there${near === null ? '' : `; did you mean ${near}()?`}`);
}

type Special = (c: Context, node: Node, args: Node[]) => string;

const scopeName = (c: Context): string => (c.scope.main ? 'G' : 'S');

/** Functions that look at the caller's variables or arguments. */
const specialCalls: { readonly [name: string]: Special | undefined } = Object.assign(
  Object.create(null) as Record<string, Special>,
  {
    compact: (c: Context, _node: Node, args: Node[]) =>
      `${scopeName(c)}.compact([${args.map((one) => c.expr(c, one)).join(', ')}])`,
    extract: (c: Context, node: Node, args: Node[]) =>
      `${mark(node)}${rt(c, 'extract')}(${[scopeName(c), ...args.map((one) => c.expr(c, one))].join(', ')})`,
    get_defined_vars: (c: Context) => `${scopeName(c)}.all()`,
    func_get_args: (c: Context, node: Node) =>
      c.scope.main
        ? refuse(c, node, 'func_get_args() cannot be called from the global scope')
        : `${rt(c, 'listOf')}([...arguments].map(${rt(c, 'argument')}))`,
    func_num_args: (c: Context, node: Node) =>
      c.scope.main ? refuse(c, node, 'func_num_args() must be called from a function context') : 'arguments.length',
    func_get_arg: (c: Context, node: Node, args: Node[]) =>
      c.scope.main || args[0] === undefined
        ? refuse(c, node, 'func_get_arg() cannot be called from the global scope')
        : `${rt(c, 'argument')}(arguments[${rt(c, 'toInt')}(${c.expr(c, args[0])})])`,
    define: (c: Context, node: Node, args: Node[]) =>
      args[0]?.kind === 'string' && args[1] !== undefined
        ? `${rt(c, 'defineConstant')}(${quoted(bytesOf(args[0]))}, ${c.expr(c, args[1])})`
        : refuse(c, node, 'define() takes the name as a text'),
  },
);
