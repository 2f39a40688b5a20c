import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'Log-in for a token, then pages',
  nameInRussian: 'Вход за токеном, затем страницы',
  site: null,
  what: {
    ru: 'Заготовка: вход по паролю даёт токен на час, с ним берутся заказы постранично.',
    en: 'A template: a log-in by password gives a token for an hour, with which orders are fetched page by page.',
  },
  sort: 'template',
  sources: ['the shape itself'],
  verified: 'no',
  lastSeenToWork: null,
  params: {
    host: host('crm.example.com'),
    login: { means: { ru: 'логин', en: 'the login' }, example: 'network' },
  },
  secrets: { password: { means: { ru: 'пароль', en: 'the password' } } },
  quirks: [
    {
      ru: 'Токен хранится, пока живёт: входить перед каждым запросом не нужно.',
      en: 'The token is kept for its lifetime: there is no log-in before each request.',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/api/orders?from={from}&to={to}',
      method: 'GET',
      headers: { Authorization: 'Bearer {token}' },
      fields: [{ name: 'page', value: '1' }],
      format: 'json',
      maxRequests: 20,
      login: {
        url: 'https://{param:host}/api/login',
        method: 'POST',
        headers: {},
        fields: [
          { name: 'login', value: '{param:login}' },
          { name: 'password', value: '{param:password}' },
        ],
        bodyEncoding: 'json',
        format: 'json',
        token: 'data.token',
        lifetimeSeconds: 3600,
        expiresIn: 'data.expires_in',
      },
      process: 'process.js',
    },
  ],
};
