/** What an expression is made of, where that decides how it may be written. */
import type { Node } from '../parse.ts';

export const isPath = (node: Node): boolean =>
  ['variable', 'offsetlookup', 'propertylookup', 'nullsafepropertylookup'].includes(node.kind);

/** Whether it may be read twice. */
export const isSimple = (node: Node): boolean =>
  node.kind === 'silent'
    ? isSimple(node['expr'])
    : node.kind === 'variable' ||
      ['string', 'number', 'nullkeyword', 'boolean'].includes(node.kind) ||
      (node.kind === 'offsetlookup' &&
        node['offset'] !== false &&
        isSimple(node['what']) &&
        isSimple(node['offset'])) ||
      (node.kind === 'propertylookup' && isSimple(node['what'])) ||
      (node.kind === 'bin' && node['type'] === '??' && isSimple(node['left']) && isSimple(node['right']));
