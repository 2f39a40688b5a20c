import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** Costs of a new password's hash: 32 MiB and some 100 ms. They stand beside it, so that they may grow one day. */
const cost = { N: 32_768, r: 8, p: 1 };
const HASH_BYTES = 32;
const SALT_BYTES = 16;
/** Hashes made at a time: each takes 32 MiB, and a flood of sign-ins must not take all memory. */
const MOST_AT_ONCE = 2;

/** @returns `scrypt$N$r$p$salt$hash`, to be stored */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Whether it is the password of a stored hash. Without one it takes as long, so that time does not tell who exists. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt = '', hash = ''] = (stored ?? '').split('$');
  if (scheme !== 'scrypt') {
    await derive(password, randomBytes(SALT_BYTES), cost);
    return false;
  }
  const expected = Buffer.from(hash, 'base64url');
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await derive(password, Buffer.from(salt, 'base64url'), options);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    // The same letters may be typed as different code points.
    return await derived(password.normalize('NFKC'), salt, { N, r, p, maxmem: 256 * N * r });
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

const derived = (password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
