/** Which names of a script are declared where, by the rules of sloppy top-level code. */
import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common';

export interface Scope {
  names: Set<string>;
  parent: Scope | null;
  /** Where a `var` in here belongs. */
  fn: Scope;
}

/** A name where it is used. */
export interface Reference {
  name: string;
  node: SyntaxNode;
  scope: Scope;
}

export interface Names {
  /** Uses of names that no declaration can be seen for. */
  free: Reference[];
  /** Assignments to such names, each of which makes a global. */
  assigned: Reference[];
  /** Names asked for with `typeof`, which the script can do without. */
  guarded: Set<string>;
  /** The script hands `globalThis` around, and may make globals where nobody sees it. */
  makesGlobals: boolean;
}

const kinds = (names: string): Set<string> => new Set(names.split(/\s+/));
const functions = kinds('FunctionDeclaration FunctionExpression ArrowFunction MethodDeclaration StaticBlock');
const blocks = kinds('Block ForStatement CatchClause SwitchBody ClassDeclaration ClassExpression');
/** Nodes that say where the names defined in them belong. */
const definers = kinds(
  `VariableDeclaration ForOfSpec ForInSpec ParamList CatchClause AssignmentExpression FunctionDeclaration
  FunctionExpression ClassDeclaration ClassExpression`,
);

/** Deeper than any script is written; looking names up in such a one would take for ever. */
const maxDepth = 500;

/** @throws RangeError where scopes nest too deeply */
export function namesOf(tree: Tree, code: string): Names {
  const root = makeScope(null, true);
  const scopes = [root];
  const current = (): Scope => scopes.at(-1) ?? root;
  /** Where a name that is defined here goes; null for an assignment. */
  const targets: (Scope | null)[] = [];
  const used: Reference[] = [];
  const assignedTo: Reference[] = [];
  const guarded = new Set<string>();
  let withs = 0;
  let makesGlobals = false;

  const textOf = ({ from, to }: { from: number; to: number }): string => code.slice(from, to).trim();

  function use(reference: Reference): void {
    const { name, node } = reference;
    if (name === 'globalThis' && memberOf(node) === null) makesGlobals = true;
    if (isTypeof(node)) guarded.add(name);
    else if (isAssigned(node)) assignedTo.push(reference);
    // Inside of a `with` a name may be a member of anything.
    else if (withs === 0) used.push(reference);
  }

  tree.iterate({
    enter(ref) {
      const { name } = ref;
      const outer = current();
      if (name === 'WithStatement') withs++;
      if (isFunction(ref)) scopes.push(makeScope(outer, true, name === 'ArrowFunction' ? [] : ['arguments']));
      else if (blocks.has(name)) scopes.push(makeScope(outer, false));
      if (scopes.length > maxDepth) throw new RangeError(`Scopes nest deeper than ${maxDepth}`);
      if (definers.has(name)) targets.push(targetOf(ref.node, outer, current()));
      if (name === 'VariableDefinition') {
        const target = targets.at(-1) ?? null;
        if (target === null) assignedTo.push({ name: textOf(ref), node: ref.node, scope: outer });
        else target.names.add(textOf(ref));
      } else if (isUse(ref)) {
        use({ name: textOf(ref), node: ref.node, scope: outer });
      }
      const made = name === 'this' || name === 'VariableName' ? madeGlobal(ref.node, textOf(ref)) : null;
      if (made !== null) root.names.add(textOf(made));
    },
    leave(ref) {
      const { name } = ref;
      if (name === 'WithStatement') withs--;
      if (definers.has(name)) targets.pop();
      if (isFunction(ref) || blocks.has(name)) scopes.pop();
    },
  });

  const isFree = ({ name, scope }: Reference): boolean => !visibleNames(scope).some((names) => names.has(name));
  return { free: used.filter(isFree), assigned: assignedTo.filter(isFree), guarded, makesGlobals };
}

/** Names declared where a scope is, innermost first. */
export function visibleNames(scope: Scope): Set<string>[] {
  const visible: Set<string>[] = [];
  for (let at: Scope | null = scope; at !== null; at = at.parent) if (at.names.size > 0) visible.push(at.names);
  return visible;
}

/** The member that is asked for where `node` is the `a` of `a.b`: the `b`. */
export function memberOf({ parent, from }: SyntaxNode): SyntaxNode | null {
  return parent?.name === 'MemberExpression' && parent.from === from ? parent.getChild('PropertyName') : null;
}

/** The left side of `=`. */
export function isAssigned({ parent, from }: SyntaxNode): boolean {
  if (parent?.name === 'AssignmentExpression') return parent.from === from && parent.getChild('UpdateOp') === null;
  return (
    (parent?.name === 'ForOfSpec' || parent?.name === 'ForInSpec') && parent.getChild('VariableName')?.from === from
  );
}

export function isTypeof({ parent }: SyntaxNode): boolean {
  let outer = parent;
  while (outer?.name === 'ParenthesizedExpression') outer = outer.parent;
  return outer?.name === 'UnaryExpression' && outer.firstChild?.name === 'typeof';
}

function makeScope(parent: Scope | null, isOwn: boolean, names: string[] = []): Scope {
  const scope = { names: new Set(names), parent } as Scope;
  scope.fn = parent === null || isOwn ? scope : parent.fn;
  return scope;
}

const isFunction = ({ name, node }: SyntaxNodeRef): boolean =>
  functions.has(name) || (name === 'Property' && node.getChild('ParamList') !== null);

/** A declaration's own name belongs outside of it, an expression's inside. */
function targetOf(node: SyntaxNode, outer: Scope, inner: Scope): Scope | null {
  switch (node.name) {
    case 'AssignmentExpression':
      return null;
    case 'FunctionDeclaration':
      return outer.fn;
    case 'ClassDeclaration':
      return outer;
    case 'ForOfSpec':
    case 'ForInSpec':
      if (node.getChild('var') !== null) return inner.fn;
      return node.getChild('let') === null && node.getChild('const') === null ? null : inner;
    case 'VariableDeclaration':
      return node.getChild('var') === null ? inner : inner.fn;
    default:
      return inner;
  }
}

/** A name that is read or assigned: also the `a` of `{ a }`. */
function isUse({ name, node }: SyntaxNodeRef): boolean {
  if (name === 'VariableName') return true;
  const { parent } = node;
  return name === 'PropertyDefinition' && parent?.name === 'Property' && parent.firstChild?.nextSibling === null;
}

/** The `x` of `globalThis.x = …` and `this.x = …`. */
function madeGlobal(node: SyntaxNode, name: string): SyntaxNode | null {
  if (name !== 'this' && name !== 'globalThis') return null;
  const member = memberOf(node);
  return member !== null && node.parent !== null && isAssigned(node.parent) ? member : null;
}
