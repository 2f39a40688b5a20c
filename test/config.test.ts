import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, withPort } from '../src/config.ts';

const key64 = '0123456789abcdef'.repeat(4);

test('without any variable, everything has a default', () => {
  expect(readConfig({}, 6)).toEqual({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://127.0.0.1:3000',
    dataDir: './data',
    allowPrivateHosts: [],
    mailFrom: 'sverka@localhost',
    mailTo: [],
    role: 'all',
    sandboxWorkers: 6,
    logLevel: 'info',
  });
});

test('an empty variable counts as absent', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ', ADMIN_API_KEY: '' })).toEqual(readConfig({}));
});

describe('a right value is taken', () => {
  test.each([
    [{ HOST: '::1' }, { host: '::1', publicUrl: 'http://[::1]:3000' }],
    [{ HOST: '[::1]' }, { host: '::1' }],
    [
      { HOST: '0.0.0.0', PORT: '80' },
      { host: '0.0.0.0', publicUrl: 'http://localhost:80' },
    ],
    [{ HOST: 'sverka.local' }, { host: 'sverka.local' }],
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: '65535' }, { port: 65535 }],
    [{ PUBLIC_URL: 'https://sverka.example/' }, { publicUrl: 'https://sverka.example' }],
    [{ DATABASE_URL: 'postgres://u:p@db/sverka' }, { databaseUrl: 'postgres://u:p@db/sverka' }],
    [{ DATABASE_URL: 'postgresql:///sverka?host=/run/pg' }, { databaseUrl: 'postgresql:///sverka?host=/run/pg' }],
    [{ DATA_DIR: '/var/lib/sverka' }, { dataDir: '/var/lib/sverka' }],
    [{ ADMIN_API_KEY: 'sixteen-letters!' }, { adminApiKey: 'sixteen-letters!' }],
    [{ SECRETS_KEY: key64.toUpperCase() }, { secretsKey: key64 }],
    [{ HTTP_PROXY_URL: 'http://u:p@proxy:3128' }, { httpProxyUrl: 'http://u:p@proxy:3128' }],
    [{ SMTP_URL: 'smtps://u:p@mail' }, { smtpUrl: 'smtps://u:p@mail' }],
    [{ MAIL_FROM: 'Sverka <no-reply@net.example>' }, { mailFrom: 'Sverka <no-reply@net.example>' }],
    [{ MAIL_TO: 'a@net.example, b@net.example' }, { mailTo: ['a@net.example', 'b@net.example'] }],
    [{ ROLE: 'worker', DATABASE_URL: 'postgres://db/x' }, { role: 'worker' }],
    [{ SANDBOX_WORKERS: '64' }, { sandboxWorkers: 64 }],
    [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [
      { ALLOW_PRIVATE_HOSTS: 'crm.lan, 10.0.0.5:8080,[fd00::1]:443,[fd00::2],' },
      {
        allowPrivateHosts: [
          { host: 'crm.lan' },
          { host: '10.0.0.5', port: 8080 },
          { host: 'fd00::1', port: 443 },
          { host: 'fd00::2' },
        ],
      },
    ],
  ])('%o', (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });
});

describe('a wrong value is refused in one line that names it', () => {
  test.each([
    [{ HOST: '127.0.0.' }, 'HOST=127.0.0. is neither an IP address nor a host name'],
    [{ HOST: 'a b' }, 'HOST=a b is neither an IP address nor a host name'],
    [{ PORT: 'http' }, 'PORT=http is not a whole number from 0 to 65535'],
    [{ PORT: '65536' }, 'PORT=65536 is not a whole number from 0 to 65535'],
    [{ PORT: '-1' }, 'PORT=-1 is not a whole number from 0 to 65535'],
    [{ PORT: '80.5' }, 'PORT=80.5 is not a whole number from 0 to 65535'],
    [{ PUBLIC_URL: 'sverka.example' }, 'PUBLIC_URL=sverka.example is not a URL'],
    [{ PUBLIC_URL: 'ftp://sverka.example' }, 'PUBLIC_URL=ftp://sverka.example must begin with http:// or https://'],
    [{ DATABASE_URL: 'mysql://db/x' }, 'DATABASE_URL=mysql://db/x must begin with postgres:// or postgresql://'],
    [{ ADMIN_API_KEY: 'short' }, 'ADMIN_API_KEY has 5 characters, at least 16 are needed'],
    [{ ADMIN_API_KEY: 'sixteen letters and' }, 'ADMIN_API_KEY holds a character other than visible ASCII'],
    [{ SECRETS_KEY: 'abc' }, 'SECRETS_KEY is not 64 hexadecimal digits (it has 3 characters)'],
    [{ SECRETS_KEY: 'g'.repeat(64) }, 'SECRETS_KEY is not 64 hexadecimal digits (it has 64 characters)'],
    [
      { ALLOW_PRIVATE_HOSTS: 'crm.lan:x' },
      'ALLOW_PRIVATE_HOSTS: crm.lan:x is not a host or host:port (IPv6 in brackets)',
    ],
    [{ ALLOW_PRIVATE_HOSTS: 'fd00::1' }, 'ALLOW_PRIVATE_HOSTS: fd00::1 is not a host or host:port (IPv6 in brackets)'],
    [{ ALLOW_PRIVATE_HOSTS: '[crm]' }, 'ALLOW_PRIVATE_HOSTS: [crm] is not a host or host:port (IPv6 in brackets)'],
    [{ ALLOW_PRIVATE_HOSTS: 'crm:0' }, 'ALLOW_PRIVATE_HOSTS: crm:0 is not a host or host:port (IPv6 in brackets)'],
    [{ SMTP_URL: 'http://mail' }, 'SMTP_URL=http://mail must begin with smtp:// or smtps://'],
    [{ MAIL_FROM: 'sverka' }, 'MAIL_FROM: sverka is not a mail address'],
    [{ MAIL_TO: 'a@b.c,d' }, 'MAIL_TO: d is not a mail address'],
    [{ ROLE: 'both' }, 'ROLE=both is not one of all, web, worker'],
    [{ ROLE: 'web' }, 'ROLE=web needs DATABASE_URL: the embedded database serves one process only'],
    [{ SANDBOX_WORKERS: '0' }, 'SANDBOX_WORKERS=0 is not a whole number from 1 to 64'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL=loud is not one of trace, debug, info, warn, error, fatal, silent'],
  ])('%o', (env, message) => {
    expect(() => readConfig(env)).toThrow(new ConfigError(message));
  });
});

test.each([
  [{ DATABASE_URL: 'mysql://u:hunter2@db/x' }, 'DATABASE_URL=mysql://***@db/x must begin with'],
  [{ DATABASE_URL: 'u:hunter2@db/x' }, 'DATABASE_URL=***@db/x must begin with'],
  [{ DATABASE_URL: 'mysql://db/x?password=hunter2' }, 'DATABASE_URL=mysql://db/x?password=*** must begin with'],
  [{ HTTP_PROXY_URL: 'socks://u:hunter2@proxy' }, 'HTTP_PROXY_URL=socks://***@proxy must begin with'],
  [{ SMTP_URL: 'smtp://u:hunter2@' }, 'SMTP_URL=smtp://***@ is not a URL'],
  [{ SMTP_URL: 'smtp://u:hunter/2@mail:x' }, 'SMTP_URL=smtp://***@mail:x is not a URL'],
])('the password in %o is never printed', (env, beginning) => {
  expect(() => readConfig(env)).toThrow(beginning);
  expect(() => readConfig(env)).not.toThrow('hunter');
});

test('on a machine with very many cores, 64 sandbox workers are the default', () => {
  expect(readConfig({}, 128).sandboxWorkers).toBe(64);
});

describe('once the server listens', () => {
  test('a public URL that was derived follows the port that the system chose', () => {
    expect(withPort(readConfig({ PORT: '0' }), 41234)).toMatchObject({
      port: 41234,
      publicUrl: 'http://127.0.0.1:41234',
    });
  });

  test('a public URL that was given stays', () => {
    const config = readConfig({ PORT: '0', PUBLIC_URL: 'https://sverka.example' });
    expect(withPort(config, 41234).publicUrl).toBe('https://sverka.example');
  });
});
