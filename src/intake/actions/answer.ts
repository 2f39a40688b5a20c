import { storableText } from '../../../sandbox/contract/edit.ts';
import type { Json } from '../../../sandbox/contract/job.ts';
import { parseKeepingDigits } from '../../../sandbox/contract/json.ts';

/** An answer as the steps after it see it. */
export type AnswerResult = {
  status: number;
  headers: { [name: string]: string };
  body: string;
  /** The body, where it is JSON; else null. */
  data: Json;
};

export function answerResult(answer: {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}): AnswerResult {
  const body = storableText(textOf(answer.body, answer.headers['content-type'] ?? ''));
  return { status: answer.status, headers: answer.headers, body, data: dataOf(body) };
}

function textOf(bytes: Uint8Array, contentType: string): string {
  const charset = /charset\s*=\s*"?([^\s;",]{1,40})/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function dataOf(body: string): Json {
  try {
    return parseKeepingDigits(body);
  } catch {
    return null;
  }
}
