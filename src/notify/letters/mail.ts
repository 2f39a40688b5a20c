import { createTransport } from 'nodemailer';
import type { Config } from '../../config.ts';

export interface Letter {
  to: readonly string[];
  /** An address, or `Name <address>`; the configuration's where absent. */
  from?: string | undefined;
  subject: string;
  text: string;
  html: string;
}

export interface Mail {
  /** Resolves once the server has taken the letter. @throws Error in its words */
  send(letter: Letter): Promise<void>;
  close(): void;
}

const timeoutMs = 15_000;

/** Mail over the server of `SMTP_URL`; null without one. */
export function createMail({ smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>): Mail | null {
  if (smtpUrl === undefined) return null;
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Nothing in a letter may make the server read files or ask other addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, from, ...content }) {
      await transport.sendMail({ ...content, from: from ?? mailFrom, to: [...to] });
    },
    close: () => transport.close(),
  };
}
