import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { t } from '../app/words.ts';
import { type Declared, editFields, globals, lookUp, type Stage } from './declarations.ts';
import { distinct, fieldsOf, pathOf, rowNames, valuesOf } from './shapes.ts';

/** What completion knows of the script around it. */
export interface Surroundings {
  stage: Stage;
  /** The last real answer, decoded. */
  data: unknown;
}

/** Offers the names that scripts see, the fields of edits, and the fields and values of the last real answer. */
export const completeScript =
  (around: () => Surroundings): CompletionSource =>
  (context) =>
    seenValues(context, around()) ?? members(context, around()) ?? editField(context) ?? names(context, around());

const option = (one: Declared): Completion => ({
  label: one.name,
  type: one.members.length > 0 ? 'namespace' : one.signature.includes('(') ? 'function' : 'variable',
  detail: one.signature.slice(one.name.length),
  ...(one.about !== '' && { info: one.about }),
});

function names(context: CompletionContext, { stage }: Surroundings): CompletionResult | null {
  const word = context.matchBefore(/[\w$]+/);
  if (!word && !context.explicit) return null;
  const rows = [...rowNames(context.state.doc.toString()).keys()];
  return {
    from: word?.from ?? context.pos,
    options: [
      ...globals.filter(({ stages }) => stages.includes(stage)).map(option),
      ...rows.map((label): Completion => ({ label, type: 'variable', detail: '$data […]' })),
      ...keywords.map((label): Completion => ({ label, type: 'keyword' })),
    ],
    validFor: /^[\w$]*$/,
  };
}

const keywords = [
  'const',
  'let',
  'if',
  'else',
  'switch',
  'case',
  'break',
  'default',
  'return',
  'for',
  'function',
  'null',
  'true',
  'false',
  'JSON',
  'Number',
  'String',
  'Object',
  'Math',
  'Date',
];

/** After a dot, or PHP's arrow: members of what scripts see, or fields of the answer. */
function members(context: CompletionContext, { stage, data }: Surroundings): CompletionResult | null {
  const chain = context.matchBefore(
    /[\w$]+(?:(?:\.|->|\?\.)[\w$]+|\[(?:'[^'\n]*'|"[^"\n]*"|\d+)\])*(?:\.|->|\?\.)[\w$]*/,
  );
  if (!chain) return null;
  const [, owner = '', typed = ''] = /^(.*)(?:\.|->|\?\.)([\w$]*)$/.exec(chain.text) ?? [];
  const declared = lookUp(pathOf(owner))?.members.filter(({ stages }) => stages.includes(stage)) ?? [];
  const fields = fieldsOf(valuesOf(owner, context.state.doc.toString(), data));
  const options = [
    ...declared.map(option),
    ...fields.map(
      ({ name, example }): Completion => ({
        label: name,
        type: 'property',
        detail: example,
        info: t('script.fromAnswer'),
        boost: 1,
      }),
    ),
  ];
  return options.length === 0 ? null : { from: context.pos - typed.length, options, validFor: /^[\w$]*$/ };
}

/** Inside the braces of `$core.lead.edit(id, { … })`. */
function editField(context: CompletionContext): CompletionResult | null {
  const before = context.state.sliceDoc(Math.max(0, context.pos - 300), context.pos);
  const inside = /\$core\.lead\.edit\([^{;]*\{([^{}]*)$/.exec(before);
  const word = /(?:^|[,\s])(\w*)$/.exec(inside?.[1] ?? ':');
  if (!inside || !word) return null;
  return { from: context.pos - (word[1] ?? '').length, options: editFields.map(option), validFor: /^\w*$/ };
}

/** In the quotes of `case '…'` and `d.status === '…'`: what the last answer held there. */
function seenValues(context: CompletionContext, { data }: Surroundings): CompletionResult | null {
  const quoted = context.matchBefore(/['"][^'"\n]*/);
  if (!quoted) return null;
  const code = context.state.doc.toString();
  const before = code.slice(0, quoted.from);
  const compared = /([\w$.?[\]'"]+)\s*[!=]==?\s*$/.exec(before)?.[1];
  const switched = /\bcase\s+$/.test(before) ? [...before.matchAll(/switch\s*\(([^)]*)\)/g)].at(-1)?.[1] : undefined;
  const expression = compared ?? switched;
  if (expression === undefined) return null;
  const values = distinct(valuesOf(expression, code, data));
  if (values.length === 0) return null;
  return {
    from: quoted.from + 1,
    options: values.map((label): Completion => ({ label, type: 'text', detail: t('script.seenValue') })),
    validFor: /^[^'"\n]*$/,
  };
}
