import { byCode, type Params } from './by-code.ts';
import { bySentence } from './by-sentence.ts';

/** A sentence of the API in Russian; the sentence itself where it is not known. */
export function said(sentence: string): string {
  for (const [pattern, text] of bySentence) {
    const match = pattern.exec(sentence);
    if (!match) continue;
    return text.replace(/([$~])(\d)/g, (_, kind: string, at: string) => {
      const part = match[Number(at)] ?? '';
      return kind === '~' ? said(part) : part;
    });
  }
  // "HTTP request: …": a name stands before it.
  const [, name, rest = ''] = /^([^:]{1,100}): (.+)$/s.exec(sentence) ?? [];
  const inner = name === undefined ? rest : said(rest);
  return inner === rest ? sentence : `${name}: ${inner}`;
}

/** What went wrong, in Russian. */
export function translate({
  code,
  message,
  params,
}: {
  code: string;
  message: string;
  params?: Params | undefined;
}): string {
  return byCode[code]?.(params ?? {}, said) ?? said(message);
}
