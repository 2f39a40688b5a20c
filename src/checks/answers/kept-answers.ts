/** The answers of a run as the journal keeps them: one behind the other, compressed. */
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { Selectable } from 'kysely';
import type { ExchangesTable, KeptPage } from '../../db/schema/runs.ts';
import type { SecretBox } from '../../network/secrets.ts';
import { maskHeaders } from '../../outbound/mask.ts';
import type { RunReport } from '../report.ts';
import type { Exchange } from '../requests/ask.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** What the column holds; a hundred answers may have more. */
const largestCount = 2 ** 31 - 1;

export interface KeptAnswers {
  status: number;
  headers: string;
  body: Uint8Array;
  body_bytes: number;
  cut: boolean;
  pages: string | null;
  tokens: Uint8Array | null;
}

/** What is written of a run's answers; null where it got none. */
export async function keptAnswers(
  { answers, tokens, mask }: RunReport,
  box: Pick<SecretBox, 'seal'>,
): Promise<KeptAnswers | null> {
  const [first, ...others] = answers;
  if (first === undefined) return null;
  const body = Buffer.concat(answers.map((answer) => answer.body));
  const repeated = tokens.filter((token) => body.includes(token));
  const pages = answers.map(
    ({ status, headers, body: part }): KeptPage => ({
      status,
      headers: maskHeaders(headers, mask),
      bytes: part.length,
    }),
  );
  return {
    status: first.status,
    headers: JSON.stringify(maskHeaders(first.headers, mask)),
    body: await compress(body),
    body_bytes: Math.min(
      answers.reduce((total, { bytes }) => total + bytes, 0),
      largestCount,
    ),
    cut: answers.some(({ bytes, body: part }) => part.length < bytes),
    pages: others.length === 0 ? null : JSON.stringify(pages),
    // Opened to mask them wherever the answer is shown.
    tokens: repeated.length === 0 ? null : box.seal(Object.fromEntries(repeated.map((token, n) => [n, token]))),
  };
}

/** The answers, in the order in which they came. */
export async function openAnswers({
  status,
  headers,
  body,
  pages,
}: Pick<Selectable<ExchangesTable>, 'status' | 'headers' | 'body' | 'pages'>): Promise<Exchange[]> {
  const whole = await decompress(body);
  if (pages === null) return [{ status, headers, body: whole }];
  let at = 0;
  return pages.map((page) => {
    const start = at;
    at += page.bytes;
    return { status: page.status, headers: page.headers, body: whole.subarray(start, at) };
  });
}
