import { afterEach, beforeEach } from 'vitest';
import {
  createOutbound,
  type Outbound,
  type OutboundOptions,
  type OutboundRequest,
  type SendPolicy,
  type Sent,
} from '../../src/outbound/send.ts';
import { type FakeCrm, startFakeCrm } from '../fake-crm.ts';

export interface Sender {
  crm: FakeCrm;
  /** pauses between attempts, in milliseconds; none of them is really waited for */
  pauses: number[];
  outbound(options?: Partial<OutboundOptions>): Outbound;
  /** Sends to the fake CRM (`request.url` may be a path) with one attempt, unless told otherwise. */
  send(
    request?: Partial<OutboundRequest>,
    policy?: Partial<SendPolicy>,
    options?: Partial<OutboundOptions>,
  ): Promise<Sent>;
}

/** A fake CRM and everything needed to ask it, fresh for every test of the file. */
export function useSender(): Sender {
  const opened: Outbound[] = [];
  const sender: Sender = {
    crm: undefined as unknown as FakeCrm,
    pauses: [],
    outbound(options = {}) {
      const outbound = createOutbound({
        allowPrivateHosts: [sender.crm.host],
        proxyUrl: null,
        random: () => 1,
        sleep: async (ms) => {
          sender.pauses.push(ms);
        },
        ...options,
      });
      opened.push(outbound);
      return outbound;
    },
    send(request = {}, policy = {}, options = {}) {
      return sender.outbound(options).send(
        { method: 'GET', headers: {}, body: null, ...request, url: new URL(request.url ?? '/', sender.crm.url).href },
        {
          allowedHosts: [sender.crm.host],
          timeoutMs: 5_000,
          answerBytes: 16 * 1024 ** 2,
          maxRedirects: 5,
          repeatable: true,
          attempts: 1,
          ...policy,
        },
      );
    },
  };
  beforeEach(async () => {
    sender.crm = await startFakeCrm();
    sender.pauses = [];
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((outbound) => outbound.close()));
    await sender.crm.close();
  });
  return sender;
}

/** The answer, or a failed test that quotes the failure. */
export function answered(sent: Sent): Extract<Sent, { kind: 'answer' }> {
  if (sent.kind === 'failed') throw new Error(`no answer: ${sent.code}: ${sent.message}`);
  return sent;
}

/** The failure, or a failed test. */
export function failure(sent: Sent): Extract<Sent, { kind: 'failed' }> {
  if (sent.kind === 'answer') throw new Error(`answered with ${sent.status}`);
  return sent;
}

export function textOf(sent: Sent): string {
  return Buffer.from(answered(sent).body).toString();
}
