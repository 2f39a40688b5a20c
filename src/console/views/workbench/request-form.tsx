import { useRef } from 'preact/hooks';
import { checkMacros, type MacroPlace } from '../../../../sandbox/contract/macros.ts';
import { t, translated } from '../../app/words.ts';
import { Note, Panel } from '../../parts/basics.tsx';
import { Select, TextField, Tick } from '../../parts/forms.tsx';
import { Pairs } from '../../parts/pairs.tsx';
import { formats, methods } from './draft.ts';
import { LoginForm } from './login-form.tsx';
import type { Bench } from './state.ts';

const idMacros = ['{idel}', '{idsl}', '{ide}', '{ids}', '{ext}', '{id}', '{param:token}'];
const rangeMacros = [
  '{from}',
  '{to}',
  '{tom}',
  '{from:dd.MM.yyyy}',
  '{to:dd.MM.yyyy}',
  '{ufrom}',
  '{uto}',
  '{param:token}',
];

/** What is asked of the CRM, and how its answer is read. Mistaken macros are told as one types. */
export function RequestForm({ bench }: { bench: Bench }) {
  const { draft, setCheck, errorOf } = bench;
  const { check } = draft;
  const lastInput = useRef<{ element: HTMLInputElement } | null>(null);
  const context = { kind: check.kind, batchSize: Number(check.batchSize) || 1, login: check.login !== null };
  const problems = (text: string, place: MacroPlace): string | undefined =>
    checkMacros(text, place, context).map(translated)[0];
  const remember = (event: FocusEvent): void => {
    if (event.target instanceof HTMLInputElement && event.target.classList.contains('mono'))
      lastInput.current = { element: event.target };
  };
  const insert = (macro: string): void => {
    const input = lastInput.current?.element;
    if (!input?.isConnected) {
      setCheck({ url: check.url + macro });
      return;
    }
    input.focus();
    input.setRangeText(
      macro,
      input.selectionStart ?? input.value.length,
      input.selectionEnd ?? input.value.length,
      'end',
    );
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return (
    <div class="form" onFocusCapture={remember}>
      <div class="address-row">
        <Select
          label={t('request.method')}
          value={check.method}
          any={t('request.methodAuto')}
          options={methods.map((value) => ({ value, label: value }))}
          onChange={(method) => setCheck({ method })}
          error={errorOf('method')}
        />
        <TextField
          label={t('request.url')}
          mono
          value={check.url}
          onInput={(url) => setCheck({ url })}
          error={errorOf('url') ?? problems(check.url, 'url')}
        />
      </div>
      <div class="stack tight">
        <span class="small muted">
          {t('request.macros')}. {t('request.macrosHint')}
        </span>
        <div class="row">
          {[...(check.kind === 'range' ? rangeMacros : idMacros), ...(check.login ? ['{token}'] : [])].map((macro) => (
            <button key={macro} type="button" class="chip mono" onClick={() => insert(macro)}>
              {macro}
            </button>
          ))}
        </div>
      </div>
      <Pairs
        label={t('request.fields')}
        pairs={check.fields}
        onChange={(fields) => setCheck({ fields })}
        errorAt={(index) => errorOf(`fields[${index}]`) ?? problems(check.fields[index]?.value ?? '', 'field')}
        mono
      />
      {check.fields.length > 0 && (
        <Select
          label={t('request.encoding')}
          value={check.bodyEncoding}
          options={(['form', 'json', 'multipart'] as const).map((value) => ({ value, label: t(`request.${value}`) }))}
          onChange={(value) => setCheck({ bodyEncoding: value as 'form' })}
        />
      )}
      <Pairs
        label={t('request.headers')}
        pairs={check.headers}
        onChange={(headers) => setCheck({ headers })}
        errorAt={(index) =>
          errorOf(`headers.${check.headers[index]?.name}`) ?? problems(check.headers[index]?.value ?? '', 'header')
        }
        mono
      />
      <Panel title={t('request.format')}>
        <div class="form-row">
          <Select
            label={t('request.formats')}
            value={check.format}
            options={formats.map((value) => ({ value, label: value.toUpperCase() }))}
            onChange={(value) => setCheck({ format: value as 'json' })}
          />
          <TextField
            label={t('request.charset')}
            value={check.charset}
            placeholder={t('request.charsetAuto')}
            onInput={(charset) => setCheck({ charset })}
            error={errorOf('charset')}
          />
          {check.format === 'csv' && (
            <TextField
              label={t('request.delimiter')}
              value={check.delimiter}
              onInput={(delimiter) => setCheck({ delimiter })}
              error={errorOf('csv')}
            />
          )}
        </div>
        {check.format === 'csv' && (
          <Tick
            label={t('request.headerRow')}
            value={check.headerRow}
            onChange={(headerRow) => setCheck({ headerRow })}
          />
        )}
      </Panel>
      <LoginForm bench={bench} />
      {errorOf('kind') && <Note tone="red">{errorOf('kind')}</Note>}
    </div>
  );
}
