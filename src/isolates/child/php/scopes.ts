/** Which variables a function has, and which of them are shared with others and so live in a `Ref`. */
import type { Node } from './parse.ts';

export interface ScopeFacts {
  names: Set<string>;
  /** Of them, those that live in a `Ref`. */
  shared: Set<string>;
  /** Variables are reached by names that are worked out. */
  dynamic: boolean;
  unsets: Set<string>;
}

/** What the whole script does that its functions must know. */
export interface UnitFacts {
  functions: Map<string, Node>;
  /** Whether a callable may take arguments by reference: then calls of variables pass references. */
  callablesByRef: boolean;
  usesGlobals: boolean;
  globals: Set<string>;
  defines: Set<string>;
  /** Functions whose name another has already. */
  twice: Node[];
  /** Whether `$core` may ever be something else than the core. */
  changesCore: boolean;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).kind === 'string';

export function eachChild(node: Node, visit: (child: Node) => void): void {
  for (const field of Object.keys(node)) {
    if (field === 'loc' || field === 'leadingComments') continue;
    const value = node[field] as unknown;
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item);
    } else if (isNode(value)) visit(value);
  }
}

export function surveyUnit(nodes: readonly Node[]): UnitFacts {
  const facts: UnitFacts = {
    functions: new Map(),
    callablesByRef: false,
    usesGlobals: false,
    globals: new Set(),
    defines: new Set(),
    twice: [],
    changesCore: false,
  };
  const visit = (node: Node): void => {
    if (node.kind === 'function') {
      const name = String(node['name'].name).toLowerCase();
      if (facts.functions.has(name)) facts.twice.push(node);
      facts.functions.set(name, node);
    }
    if (node.kind === 'closure' || node.kind === 'arrowfunc' || node.kind === 'function') {
      facts.callablesByRef ||= (node['arguments'] as Node[]).some((param) => param['byref']);
      facts.changesCore ||= facts.callablesByRef;
    }
    if (node.kind === 'variable' && node['name'] === 'GLOBALS') facts.usesGlobals = true;
    if (node.kind === 'variable' && (node['name'] === 'core' || typeof node['name'] !== 'string'))
      facts.changesCore = true;
    if (node.kind === 'call' && /^(?:extract|parse_str)$/i.test(String(node['what'].name))) facts.changesCore = true;
    if (node.kind === 'global')
      for (const item of node['items'] as Node[]) if (typeof item['name'] === 'string') facts.globals.add(item['name']);
    if (node.kind === 'call' && node['what'].kind === 'name' && /^\\?define$/i.test(node['what'].name)) {
      const [name] = node['arguments'] as Node[];
      if (name?.kind === 'string') facts.defines.add(String(name['value']));
    }
    if (node.kind === 'constantstatement')
      for (const one of node['constants'] as Node[]) facts.defines.add(one['name'].name);
    eachChild(node, (child) => {
      // As the object of a call, or handed over as it is, it stays what it is.
      const isCore = child.kind === 'variable' && child['name'] === 'core' && child['byref'] !== true;
      if (!isCore || (node.kind !== 'propertylookup' && node.kind !== 'call')) visit(child);
    });
  };
  nodes.forEach(visit);
  return facts;
}

/** @param byRef whether the argument at a place of a call is taken by reference */
export function surveyScope(body: readonly Node[], byRef: (call: Node, argument: number) => boolean): ScopeFacts {
  const facts: ScopeFacts = { names: new Set(), shared: new Set(), dynamic: false, unsets: new Set() };
  const share = (node: Node | null | undefined): void => {
    if (node?.kind === 'variable' && typeof node['name'] === 'string') facts.shared.add(node['name']);
  };
  const visitList = (list: Node): void => {
    for (const item of (list['items'] ?? []) as Node[]) {
      if (item['byRef'] === true) share(item['value']);
      if (item.kind === 'entry' && (item['value'].kind === 'list' || item['value'].kind === 'array'))
        visitList(item['value']);
    }
  };
  const visit = (node: Node): void => {
    switch (node.kind) {
      case 'function':
      case 'class':
        return;
      case 'closure':
        for (const use of node['uses'] as Node[]) {
          facts.names.add(use['name']);
          if (use['byref']) facts.shared.add(use['name']);
        }
        for (const param of node['arguments'] as Node[]) if (param['value']) visit(param['value']);
        return;
      case 'variable':
        if (typeof node['name'] === 'string') {
          if (node['name'] !== 'GLOBALS') facts.names.add(node['name']);
        } else facts.dynamic = true;
        break;
      case 'assignref':
        share(node['left']);
        share(node['right']);
        break;
      case 'foreach':
        if (node['value'].byref) {
          share(node['value']);
          share(node['source']);
        }
        if (node['value'].kind === 'list' || node['value'].kind === 'array') visitList(node['value']);
        break;
      case 'global':
        for (const item of node['items'] as Node[]) share(item);
        break;
      case 'static':
        for (const item of node['variables'] as Node[]) share(item.kind === 'staticvariable' ? item['variable'] : item);
        break;
      case 'unset':
        for (const item of node['variables'] as Node[])
          if (item.kind === 'variable' && typeof item['name'] === 'string') facts.unsets.add(item['name']);
        break;
      case 'assign':
        if (node['left'].kind === 'list' || node['left'].kind === 'array') {
          visitList(node['left']);
          if (hasRefItem(node['left'])) share(node['right']);
        }
        break;
      case 'entry':
        if (node['byRef']) share(node['value']);
        break;
      case 'call': {
        const { what } = node;
        const name = what.kind === 'name' ? String(what.name).replace(/^\\/, '').toLowerCase() : '';
        if (name === 'compact' || name === 'extract' || name === 'get_defined_vars') facts.dynamic = true;
        if (name === 'compact')
          for (const argument of node['arguments'] as Node[])
            if (argument.kind === 'string') facts.names.add(argument['value']);
        (node['arguments'] as Node[]).forEach((argument, i) => {
          if (byRef(node, i)) share(argument);
        });
        break;
      }
    }
    eachChild(node, visit);
  };
  body.forEach(visit);
  return facts;
}

export const hasRefItem = (list: Node): boolean =>
  ((list['items'] ?? []) as Node[]).some(
    (item) =>
      item['byRef'] === true ||
      (isNode(item['value']) && ['list', 'array'].includes(item['value'].kind) && hasRefItem(item['value'])),
  );
