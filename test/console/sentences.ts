import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';

/** A sentence that the program may say, with what stands in it left out. */
export interface Sentence {
  file: string;
  /** What stands between the values. */
  parts: string[];
  /** Where it comes with one, and with params. */
  code: string | null;
}

const root = join(import.meta.dirname, '../..');
const typescript = parser.configure({ dialect: 'ts' });

/** Errors of the program whose first argument people get to read. */
const told =
  /^new (Conflict|InUse|Gone|TooLarge|Unauthorized|Forbidden|RateLimited|Unavailable|Failure|MacroError|TemplateError|FormError|DecodeError|TheTypeError|UnsendablePostback)$/;
/** Functions that make a refusal or a failure of a sentence. */
const telling = /^(refused|refuse|failed|invalid|problem|wrong|broken|fail|syntaxError)$|\.regex$|\.min$/;
/** What gives what is wrong as text; complaints are put together of words, and read whole from the API. */
const rules = /^(sandbox\/contract|src(?!\/api\/complaints))\//;
const predicate = /^(it|is|must|has|holds|cannot|unexpected|an?) | (is|cannot be) /;
/** Where one of several sentences, or parts of one, is taken by its name. */
const chosen = /^const (message|reason|CERTIFICATES)\b/;

/** Every sentence that the source says to those who call the API; what it says to scripts, logs and engineers is left out. */
export function sentencesOf(patterns: readonly string[]): Sentence[] {
  return globSync([...patterns], { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const found: Sentence[] = [];
    typescript.parse(text).iterate({
      enter({ name, node }) {
        if (name !== 'String' && name !== 'TemplateString') return;
        const parts = partsOf(node, text);
        if (!/[a-z]{2,} [a-z`$("{]|\w \w+$/i.test(parts.join('$ '))) return;
        const place = placeOf(node);
        if (place && isTold(place, parts, file, text)) found.push({ file, parts, code: codeBeside(place, text) });
      },
    });
    return found;
  });
}

/** Every noun that there may be none of, as `NotFound` is told of it. */
export function nounsOf(patterns: readonly string[]): string[] {
  const nouns = globSync([...patterns], { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/new NotFound\(\s*(['`])(.+?)\1/g)].map(([, , noun]) => noun),
  );
  return [...new Set(nouns)].map((noun = '') => noun.replace(/\$\{.+?\}/g, '7'));
}

function partsOf(node: SyntaxNode, text: string): string[] {
  const parts: string[] = [];
  let from = node.from + 1;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Interpolation') continue;
    parts.push(text.slice(from, child.from));
    from = child.to;
  }
  parts.push(text.slice(from, node.to - 1));
  return parts.map((part) => part.replace(/\\n/g, '\n').replace(/\\(['"`\\$])/g, '$1'));
}

/** What a literal is given to, through choices and arrows: a property, the arguments of a call, a return. */
function placeOf(node: SyntaxNode): SyntaxNode | null {
  for (let [via, up] = [node, node.parent]; up; [via, up] = [up, up.parent]) {
    if (up.name === 'ConditionalExpression' && via.from === up.firstChild?.from) return null;
    if (!['ConditionalExpression', 'ParenthesizedExpression', 'ArrowFunction', 'BinaryExpression'].includes(up.name))
      return up;
    if (up.name === 'BinaryExpression' && up.getChild('LogicOp') === null) return null;
  }
  return null;
}

function isTold(place: SyntaxNode, parts: readonly string[], file: string, text: string): boolean {
  switch (place.name) {
    case 'Property':
      return ['message', 'why', 'detail', 'error'].includes(nameOf(place, text)) || isChosen(place, text);
    case 'VariableDeclaration':
      return /^(const|let) (sentence|error|detail|message|problem|why)\b/.test(text.slice(place.from, place.to));
    case 'ArgList': {
      const callee = text.slice(place.parent?.from, place.from).trim();
      return told.test(callee) || telling.test(callee);
    }
    case 'ReturnStatement':
      return rules.test(file) && predicate.test(parts.join(''));
    default:
      return false;
  }
}

/** A value of an object of which one is taken: `const message = { asking: … }[phase]`. */
function isChosen({ parent }: SyntaxNode, text: string): boolean {
  const outer = parent?.parent?.name === 'MemberExpression' ? parent.parent.parent : parent?.parent;
  return outer?.name === 'VariableDeclaration' && chosen.test(text.slice(outer.from, outer.to));
}

const nameOf = (property: SyntaxNode, text: string): string => {
  const name = property.getChild('PropertyDefinition');
  return name ? text.slice(name.from, name.to) : '';
};

/** The code of the object, or of the call, that the sentence stands in; null where no params come with it. */
function codeBeside(place: SyntaxNode, text: string): string | null {
  if (place.name === 'ArgList') {
    const [first, , ...rest] = place.getChildren('String').length > 0 ? children(place) : [];
    return first?.name === 'String' && rest.some(({ name }) => name === 'ObjectExpression')
      ? text.slice(first.from + 1, first.to - 1)
      : null;
  }
  const properties = place.parent?.getChildren('Property') ?? [];
  const code = properties.find((one) => nameOf(one, text) === 'code')?.getChild('String');
  const hasParams = properties.some((one) => nameOf(one, text) === 'params');
  return code && hasParams ? text.slice(code.from + 1, code.to - 1) : null;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) all.push(child);
  return all.filter(({ name }) => !['(', ')', ','].includes(name));
}
