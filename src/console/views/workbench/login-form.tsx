import { checkMacros, type MacroPlace } from '../../../../sandbox/contract/macros.ts';
import { t, translated } from '../../app/words.ts';
import { Button, Panel } from '../../parts/basics.tsx';
import { Select, TextField } from '../../parts/forms.tsx';
import { Pairs } from '../../parts/pairs.tsx';
import { firstLogin, formats, type LoginForm as Login, methods } from './draft.ts';
import type { Bench } from './state.ts';

/** A request that is sent before the others, and where in its answer the token stands that they need. */
export function LoginForm({ bench }: { bench: Bench }) {
  const { draft, setCheck, errorOf } = bench;
  const { login, kind } = draft.check;
  if (!login) {
    return (
      <Panel title={t('login.title')}>
        <div class="stack tight">
          <p class="muted small">{t('login.text')}</p>
          <div>
            <Button small icon="plus" onClick={() => setCheck({ login: firstLogin })}>
              {t('login.add')}
            </Button>
          </div>
        </div>
      </Panel>
    );
  }
  const set = (change: Partial<Login>): void => setCheck({ login: { ...login, ...change } });
  const mistake = (text: string, place: MacroPlace): string | undefined =>
    checkMacros(text, place, { kind, batchSize: 1, onlyParams: true }).map(translated)[0];
  return (
    <Panel
      title={t('login.title')}
      actions={
        <Button small kind="plain" icon="trash" onClick={() => setCheck({ login: null })}>
          {t('login.remove')}
        </Button>
      }
    >
      <div class="form">
        <p class="muted small">{t('login.use')}</p>
        <div class="address-row">
          <Select
            label={t('login.method')}
            value={login.method}
            any={t('request.methodAuto')}
            options={methods.map((value) => ({ value, label: value }))}
            onChange={(method) => set({ method })}
            error={errorOf('login.method')}
          />
          <TextField
            label={t('login.url')}
            mono
            value={login.url}
            onInput={(url) => set({ url })}
            error={errorOf('login.url') ?? mistake(login.url, 'url')}
          />
        </div>
        <Pairs
          label={t('login.fields')}
          mono
          pairs={login.fields}
          onChange={(fields) => set({ fields })}
          errorAt={(index) => errorOf(`login.fields[${index}]`) ?? mistake(login.fields[index]?.value ?? '', 'field')}
        />
        <Pairs
          label={t('login.headers')}
          mono
          pairs={login.headers}
          onChange={(headers) => set({ headers })}
          errorAt={(index) =>
            errorOf(`login.headers.${login.headers[index]?.name}`) ??
            mistake(login.headers[index]?.value ?? '', 'header')
          }
        />
        <div class="form-row">
          {login.fields.length > 0 && (
            <Select
              label={t('request.encoding')}
              value={login.bodyEncoding}
              options={(['form', 'json', 'multipart'] as const).map((value) => ({
                value,
                label: t(`request.${value}`),
              }))}
              onChange={(value) => set({ bodyEncoding: value as 'form' })}
            />
          )}
          <Select
            label={t('login.format')}
            value={login.format}
            options={formats.map((value) => ({ value, label: value.toUpperCase() }))}
            onChange={(value) => set({ format: value as 'json' })}
          />
        </div>
        <div class="form-row">
          <TextField
            label={t('login.token')}
            hint={t('login.tokenHint')}
            mono
            placeholder="data.access_token"
            value={login.token}
            onInput={(token) => set({ token })}
            error={errorOf('login.token')}
          />
          <TextField
            label={t('login.lifetime')}
            value={login.lifetimeSeconds}
            onInput={(lifetimeSeconds) => set({ lifetimeSeconds })}
            error={errorOf('login.lifetimeSeconds')}
          />
          <TextField
            label={t('login.expiresIn')}
            hint={t('login.expiresInHint')}
            mono
            placeholder="data.expires_in"
            value={login.expiresIn}
            onInput={(expiresIn) => set({ expiresIn })}
            error={errorOf('login.expiresIn')}
          />
        </div>
      </div>
    </Panel>
  );
}
