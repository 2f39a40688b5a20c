import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token. It has 256 random bits, so that a plain hash needs neither salt nor stretching. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
