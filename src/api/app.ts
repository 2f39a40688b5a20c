import type { App } from '../app.ts';
import { authenticate } from './auth.ts';
import { answer, answerError } from './errors.ts';
import { readInput } from './input.ts';
import { offers } from './nouns/offers.ts';
import { routes } from './routes.ts';
import { methodNotAllowed } from 'hono/method-not-allowed';

export function createApi(app: App) {
  const api = routes();
  api.onError((error, c) => answerError(error, c, app.log));
  api.notFound((c) =>
    answer(c, { status: 404, title: 'Not found', detail: `There is no page ${c.req.path}`, code: 'not_found' }),
  );
  api.use(
    methodNotAllowed({
      app: api,
      onMethodNotAllowed: (c, methods) => {
        c.header('Allow', methods.join(', '));
        const detail = `${c.req.method} does not work on ${c.req.path}; ${methods.join(', ')} does`;
        return answer(c, { status: 405, title: 'Method not allowed', detail, code: 'not_found' });
      },
    }),
  );
  api.use('/api/*', authenticate(app), readInput);
  return api.route('/', offers(app));
}
