import type { Json } from '../../../sandbox/contract/job.ts';
import { maskHeaders } from '../../outbound/mask.ts';
import { pauseAfter } from '../../outbound/retry.ts';
import type { OutboundRequest, Sent } from '../../outbound/send.ts';
import type { Scene } from '../scene.ts';
import { expandText, expandUrl, partOf, textOf } from '../templates.ts';
import { type Action, failed, type HttpRequestAction, type Step, type StepEnd } from './action.ts';
import { type AnswerResult, answerResult } from './answer.ts';

const timeoutMs = 30_000;
const answerBytes = 1024 * 1024;
const maxRedirects = 5;
const secondMs = 1_000;
/** Pauses before the second attempt and those after it; a server may ask for longer. */
const pausesMs = [2, 10, 60, 300].map((seconds) => seconds * secondMs);
/** The other side says that it has not taken the request. */
const notTaken = new Set([429, 503]);
/** Somebody in between answered. */
const badGateways = new Set([502, 504]);

/** Sends one request. What can be known beforehand fails before anything is sent. */
export async function sendRequest(action: HttpRequestAction, scene: Scene): Promise<Step> {
  const { setup, values, app } = scene;
  const request = draft(action, scene);
  const input: Json = {
    method: request.method,
    url: setup.mask(request.url),
    headers: maskHeaders(request.headers, setup.mask),
    body: typeof request.body === 'string' ? setup.mask(request.body) : null,
  };
  if (scene.mode === 'dry') return { input, end: { kind: 'not_sent' } };
  await scene.progress.beforeSending(action.name);
  const policy = {
    // What stands in the place of the host is no event's affair, so this is the host that the admin wrote.
    allowedHosts: [URL.parse(expandUrl(action.url, values))?.host ?? ''],
    timeoutMs,
    answerBytes,
    maxRedirects,
    repeatable: action.repeatable ?? false,
    attempts: 1,
  };
  const sent = await app.outbound.send(request, policy, scene.signal);
  return { input, end: sent.kind === 'answer' ? answered(action, sent, scene) : notAnswered(action, sent, scene) };
}

function draft({ method, url, headers, body }: HttpRequestAction, { values, before }: Scene): OutboundRequest {
  const filled = Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name, expandText(value, values)] as const)
      .filter(([, value]) => value !== ''),
  );
  const bodyless = ['GET', 'HEAD'].includes(method.toUpperCase());
  const text = bodyless || body === undefined ? null : expandText(body, values);
  const type = Object.keys(filled).some((name) => name.toLowerCase() === 'content-type') ? null : typeOf(body, before);
  return {
    method: method.toUpperCase(),
    url: expandUrl(url, values),
    headers: text === null || type === null ? filled : { ...filled, 'Content-Type': type },
    body: text,
  };
}

/** The body of the step before says what it is. */
function typeOf(body: string | undefined, before: Action | null): string | null {
  if (body?.trim() !== '{previous}') return null;
  if (before?.type === 'json') return 'application/json';
  return before?.type === 'form-urlencoded' ? 'application/x-www-form-urlencoded' : null;
}

function answered(action: HttpRequestAction, sent: Sent & { kind: 'answer' }, scene: Scene): StepEnd {
  const result: AnswerResult = answerResult(sent);
  const why = refusal(action, result);
  if (why === null) return { kind: 'done', result };
  const busy = notTaken.has(sent.status) || (action.repeatable === true && badGateways.has(sent.status));
  return { ...why, result, ...(busy && { again: { afterMs: pause(scene, sent.headers) } }) } as StepEnd;
}

const shownLength = 300;

/** Null: it went well. */
function refusal({ success }: HttpRequestAction, { status, body, data }: AnswerResult): StepEnd | null {
  const said = body.replace(/\s+/g, ' ').trim().slice(0, shownLength);
  if (status < 200 || status > 299) {
    // Whoever answers with an error says most in the field that is named for it.
    const message = success?.error === undefined ? '' : textOf(partOf(data, success.error));
    const what = message === '' ? said : message.slice(0, shownLength);
    const sentence = what === '' ? `The answer was ${status} with an empty body` : `The answer was ${status}: ${what}`;
    return failed('http_status', sentence, { status, said: what });
  }
  if (success === undefined) return null;
  const value = partOf(data, success.field);
  if (value !== undefined && textOf(value) === String(success.equals)) return null;
  const message = success.error === undefined ? '' : textOf(partOf(data, success.error)).slice(0, shownLength);
  const what = message === '' ? said : message;
  return failed('refused', `The other side refused: ${what === '' ? 'the answer is empty' : what}`, { said: what });
}

function notAnswered(action: HttpRequestAction, sent: Sent & { kind: 'failed' }, scene: Scene): StepEnd {
  const { code, message, maybeDelivered, attempts } = sent;
  if (maybeDelivered && !action.repeatable) {
    return failed('maybe_delivered', `${message}. The request may have arrived: look there before you send it again.`, {
      reason: message,
    });
  }
  const again = attempts.length > 0 && (code === 'network_failed' || code === 'request_timeout');
  return { ...failed(code, message), ...(again && { again: { afterMs: pause(scene, {}) } }) } as StepEnd;
}

function pause({ attempt, app }: Scene, headers: Readonly<Record<string, string>>): number {
  const usual = pausesMs[attempt - 1] ?? pausesMs.at(-1) ?? 0;
  return Math.max(usual, pauseAfter(1, headers, { now: app.clock.now().getTime(), random: () => 0 }));
}
