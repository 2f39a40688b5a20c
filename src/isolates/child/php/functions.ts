/** Functions, closures and arrow functions. */
import { assign } from './access.ts';
import { takesByRef } from './calls.ts';
import { bytes, type Context, isShared, mangled, mark, place, refuse, rt, type Scope, slot } from './context.ts';
import { quoted } from './literals.ts';
import type { Node } from './parse.ts';
import { eachChild, type ScopeFacts, surveyScope } from './scopes.ts';

function openScope(
  c: Context,
  name: string,
  params: Node[],
  body: readonly Node[],
  returns: Node | null,
  nullable: boolean,
): Scope {
  const defaults = params.map((param) => param['value'] as Node | null).filter((value) => value !== null);
  const facts = surveyScope([...body, ...defaults], takesByRef(c.unit.facts));
  for (const param of params) {
    facts.names.add(param['name'].name);
    if (param['byref']) facts.shared.add(param['name'].name);
  }
  const certain = new Set(
    params
      .map((param) => param['name'].name as string)
      .filter((one) => !facts.unsets.has(one) && !facts.shared.has(one)),
  );
  return {
    main: false,
    facts,
    temps: 0,
    loops: [],
    certain,
    name,
    returns: typeText(returns, nullable),
    statics: [],
    binds: new Set(),
  };
}

export function typeText(type: Node | null, nullable: boolean): string | null {
  if (type === null) return null;
  const names =
    type.kind === 'uniontype'
      ? (type['types'] as Node[]).map((one) => String(one['name']))
      : [String(type['name'] ?? type['raw'])];
  const clean = names
    .map((name) => name.replace(/^\\/, ''))
    .map((name) =>
      /^(int|float|string|bool|array|mixed|callable|iterable|object|null|void|false|true)$/i.test(name)
        ? name.toLowerCase()
        : name,
    );
  return [...clean, ...(nullable ? ['null'] : [])].join('|');
}

/** `&.=` marks and names, as the run-time support reads them. */
const paramsText = (params: Node[]): string =>
  params
    .map(
      (param) =>
        `${param['byref'] ? '&' : ''}${param['variadic'] ? '.' : ''}${param['value'] ? '=' : ''}${param['name'].name}`,
    )
    .join(',');

/** The JavaScript function itself. @param captured variables that are there from outside, by value or shared */
function functionCode(
  c: Context,
  node: Node,
  scope: Scope,
  captured: { name: string; code: string }[],
  body: (inner: Context) => string,
): string {
  const inner: Context = { ...c, scope };
  const params = node['arguments'] as Node[];
  const heads: string[] = [];
  let prologue = '';
  const required = params.filter((param) => param['value'] === null && !param['variadic']).length;
  const firstOptional = params.some((param) => param['value'] !== null || param['variadic']);
  if (required > 0)
    prologue += `if (arguments.length < ${required}) ${mark(node)}${rt(c, 'tooFew')}(${bytes(scope.name)}, arguments.length, ${required}, ${!firstOptional});\n`;
  params.forEach((param, i) => {
    const name = param['name'].name as string;
    const raw = `p_${mangled(name)}`;
    if (params.findIndex((other) => other['name'].name === name) < i)
      refuse(c, param, `Redefinition of parameter $${name}`);
    heads.push(param['variadic'] ? `...${raw}` : raw);
    let value = raw;
    if (param['variadic']) value = param['byref'] ? `${rt(c, 'listOfRefs')}(${raw})` : `${rt(c, 'listOf')}(${raw})`;
    if (param['value'] !== null)
      prologue += `if (${raw} === undefined) ${raw} = ${param['byref'] ? `new ${rt(c, 'Ref')}(${inner.expr(inner, param['value'])})` : inner.expr(inner, param['value'])};\n`;
    if (param['value'] !== null) refuseVariables(c, param['value']);
    const nullByDefault = param['value']?.kind === 'nullkeyword';
    const type = typeText(param['type'], param['nullable'] || nullByDefault);
    if (type !== null && type !== 'mixed' && !param['byref'] && !param['variadic'])
      prologue += `${raw} = ${mark(param)}${rt(c, 'typed')}(${quoted(type)}, ${raw}, ${bytes(`${scope.name}(): Argument #${i + 1} ($${name})`)});\n`;
    const target = slot(inner, name);
    prologue += `let ${target} = ${isShared(inner, name) && !param['byref'] ? `new ${rt(c, 'Ref')}(${value})` : value};\n`;
  });
  const known = new Set(params.map((param) => param['name'].name as string));
  for (const { name, code } of captured) {
    known.add(name);
    prologue += `let ${slot(inner, name)} = ${code};\n`;
  }
  const code = body(inner);
  const rest = [...scope.facts.names].filter((name) => !known.has(name) && name !== 'this');
  const locals = rest.map((name) =>
    isShared(inner, name) ? `${slot(inner, name)} = new ${rt(c, 'Ref')}(undefined)` : slot(inner, name),
  );
  const temps = Array.from({ length: scope.temps }, (_, i) => `t${i + 1}`);
  const declared = [...locals, ...temps].length === 0 ? '' : `let ${[...locals, ...temps].join(', ')};\n`;
  const byName = scope.facts.dynamic ? `const S = ${scopeObject(inner, [...scope.facts.names])};\n` : '';
  const released =
    scope.binds.size === 0
      ? code
      : `try {\n${code}} finally { ${[...scope.binds].map((at) => `${at}.holders--;`).join(' ')} }\n`;
  // Declarations first: what a default value or a type needs may be a temporary.
  return `function (${heads.join(', ')}) {\n${declared}${prologue}${byName}${released}return null;\n}`;
}

/** A default value is worked out without the function's variables. */
function refuseVariables(c: Context, node: Node): void {
  if (['variable', 'call', 'assign', 'closure', 'arrowfunc'].includes(node.kind))
    refuse(c, node, 'Constant expression contains invalid operations');
  eachChild(node, (child) => refuseVariables(c, child));
}

export function scopeObject(c: Context, names: string[]): string {
  const rows = names
    .filter((name) => name !== 'this')
    .map((name) => `[${bytes(name)}, () => ${place(c, name)}, (x) => { ${place(c, name)} = x; }]`);
  return `new ${rt(c, 'Scope')}([${rows.join(', ')}])`;
}

const withStatics = (statics: string[], code: string): string =>
  statics.length === 0 ? code : `(() => {\n${statics.join('\n')}\nreturn ${code};\n})()`;

export function functionDeclaration(c: Context, node: Node): string {
  const name = node['name'].name as string;
  const params = node['arguments'] as Node[];
  const body = node['body'].children as Node[];
  const scope = openScope(c, name, params, body, node['type'], node['nullable']);
  const code = functionCode(c, node, scope, [], (inner) => inner.block(inner, body));
  const js = `f_${mangled(name.toLowerCase())}`;
  return `const ${js} = ${withStatics(scope.statics, code)};\n${rt(c, 'declare')}(${bytes(name)}, ${bytes(paramsText(params))}, ${js});\n`;
}

export function closureExpression(c: Context, node: Node): string {
  const params = node['arguments'] as Node[];
  const arrow = node.kind === 'arrowfunc';
  const body: Node[] = arrow ? [{ kind: 'return', expr: node['body'], loc: node['body'].loc }] : node['body'].children;
  const scope = openScope(c, '{closure}', params, body, node['type'], node['nullable']);
  const own = new Set(params.map((param) => param['name'].name as string));
  const uses: { name: string; byref: boolean }[] = arrow
    ? [...scope.facts.names].filter((name) => !own.has(name) && name !== 'this').map((name) => ({ name, byref: false }))
    : (node['uses'] as Node[]).map((use) => ({ name: use['name'] as string, byref: use['byref'] as boolean }));
  for (const { name, byref } of uses) {
    scope.facts.names.add(name);
    if (byref) scope.facts.shared.add(name);
    if (own.has(name)) refuse(c, node, `Cannot use $${name} as lexical variable: it is a parameter too`);
  }
  const inner: Context = { ...c, scope };
  const captured = uses.map(({ name, byref }) => {
    const from = `c_${mangled(name)}`;
    if (byref) return { name, code: from };
    return {
      name,
      code: isShared(inner, name) ? `new ${rt(c, 'Ref')}(${rt(c, 'cp')}(${from}))` : `${rt(c, 'cp')}(${from})`,
    };
  });
  const code = functionCode(c, node, scope, captured, (context) => context.block(context, body));
  const given = uses.map(({ name, byref }) => {
    if (!byref) return `${rt(c, 'cp')}(${place(c, name)})`;
    if (isShared(c, name)) return `${rt(c, 'rebind')}(undefined, ${slot(c, name)})`;
    return refuse(c, node, `$${name} cannot be shared here`);
  });
  const make = `${rt(c, 'closure')}(${bytes(paramsText(params))}, ${withStatics(scope.statics, code)})`;
  return uses.length === 0
    ? make
    : `((${uses.map(({ name }) => `c_${mangled(name)}`).join(', ')}) => ${make})(${given.join(', ')})`;
}

/** `static $n = 0;`: kept from call to call. */
export function staticStatement(c: Context, node: Node): string {
  let code = '';
  for (const one of node['variables'] as Node[]) {
    const variable = one.kind === 'staticvariable' ? (one['variable'] as Node) : one;
    const initial = one.kind === 'staticvariable' && one['defaultValue'] ? c.expr(c, one['defaultValue']) : 'null';
    if (c.scope.main) {
      code += `${assign(c, variable, initial, false)};\n`;
      continue;
    }
    const kept = `s_${++c.unit.labels}`;
    c.scope.statics.push(`const ${kept} = new ${rt(c, 'Ref')}(${initial});`);
    code += `${slot(c, variable['name'])} = ${kept};\n`;
  }
  return code;
}

export function globalStatement(c: Context, node: Node): string {
  let code = '';
  for (const item of node['items'] as Node[]) {
    if (typeof item['name'] !== 'string') {
      refuse(c, item, 'global takes names of variables');
      continue;
    }
    if (c.scope.main) continue;
    code += `${slot(c, item['name'])} = g_${mangled(aliasOf(item['name']))};\n`;
  }
  return code;
}

const aliasOf = (name: string): string => (name === 'post' ? 'fields' : name === 'ofps' ? 'params' : name);

export type { ScopeFacts };
