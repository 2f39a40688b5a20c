import type { ComponentChildren } from 'preact';

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;
/** Longer texts are shown without colours: nobody reads them whole. */
const mostColoured = 60_000;

/** A text that may be JSON: laid out and coloured where it is, as it stands where it is not. */
export function Text({ text, label }: { text: string; label: string }) {
  const laidOut = layOut(text);
  return (
    <pre class="raw" tabIndex={0} role="region" aria-label={label}>
      {laidOut !== null && laidOut.length <= mostColoured ? coloured(laidOut) : (laidOut ?? text)}
    </pre>
  );
}

/** A value as JSON. */
export const Json = ({ value, label }: { value: unknown; label: string }) => (
  <Text text={JSON.stringify(value, null, 2) ?? ''} label={label} />
);

function layOut(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

function coloured(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const [whole, string, colon, figure] = match;
    if (match.index > end) parts.push(text.slice(end, match.index));
    const kind = string ? (colon ? 'k' : 's') : figure ? 'n' : 'l';
    parts.push(<span class={kind}>{string ?? whole}</span>, colon ?? '');
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}
