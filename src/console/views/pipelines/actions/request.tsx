import { t } from '../../../app/words.ts';
import { Button, Choice } from '../../../parts/basics.tsx';
import { Select, TextField, Tick } from '../../../parts/forms.tsx';
import { TemplateField } from '../../../parts/template-field.tsx';
import type { RequestForm } from './draft.ts';
import type { EditorProps } from './editor-props.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** One request: where it goes, what it carries, and how one tells that it went well. */
export function RequestEditor({ form, set, errorOf, offered, first }: EditorProps<RequestForm>) {
  const changeHeader = (index: number, part: { name?: string; value?: string }): void =>
    set({ headers: form.headers.map((header, at) => (at === index ? { ...header, ...part } : header)) });
  return (
    <>
      <div class="address-row">
        <Select
          label={t('request.method')}
          value={form.method}
          options={[...new Set([...methods, form.method])].map((value) => ({ value, label: value }))}
          onChange={(method) => set({ method })}
          error={errorOf('method')}
        />
        <TemplateField
          label={t('request.url')}
          value={form.url}
          placeholder="https://"
          onInput={(url) => set({ url })}
          offered={offered}
          error={errorOf('url')}
        />
      </div>
      <fieldset class="field">
        <legend class="field-label small">
          <b>{t('request.headers')}</b>
        </legend>
        <div class="template-rows">
          {form.headers.map((header, index) => (
            <div key={index} class="template-row">
              <TextField
                class="name"
                label={`${t('action.headerName')} ${index + 1}`}
                hideLabel
                mono
                placeholder={t('request.fieldName')}
                value={header.name}
                onInput={(name) => changeHeader(index, { name })}
              />
              <TemplateField
                class="value"
                label={`${t('action.headerValue')} ${index + 1}`}
                hideLabel
                placeholder={t('common.value')}
                value={header.value}
                onInput={(value) => changeHeader(index, { value })}
                offered={offered}
                error={header.name.trim() === '' ? undefined : errorOf(`headers.${header.name.trim()}`)}
              />
              <Button
                kind="plain"
                icon="close"
                label={`${t('common.remove')}: ${header.name || index + 1}`}
                onClick={() => set({ headers: form.headers.toSpliced(index, 1) })}
              />
            </div>
          ))}
        </div>
        <div>
          <Button
            small
            icon="plus"
            onClick={() =>
              set({
                headers: [
                  ...form.headers,
                  form.headers.length === 0
                    ? { name: 'Content-Type', value: 'application/x-www-form-urlencoded' }
                    : { name: '', value: '' },
                ],
              })
            }
          >
            {t('action.addHeader')}
          </Button>
        </div>
      </fieldset>
      {!['GET', 'HEAD'].includes(form.method) && (
        <div class="field">
          <span class="field-label">{t('request.encoding')}</span>
          <div>
            <Choice
              label={t('request.encoding')}
              value={form.body}
              options={[
                { value: 'previous', label: t('action.bodyPrevious') },
                { value: 'own', label: t('action.bodyOwn') },
                { value: 'none', label: t('action.bodyNone') },
              ]}
              onChange={(body) => set({ body })}
            />
          </div>
          {form.body === 'own' && (
            <TemplateField
              label={t('action.bodyOwn')}
              hideLabel
              rows={5}
              value={form.ownBody}
              onInput={(ownBody) => set({ ownBody })}
              offered={offered}
              error={errorOf('body')}
            />
          )}
          {form.body === 'previous' &&
            (errorOf('body') ? (
              <span class="wrong">{errorOf('body')}</span>
            ) : (
              <span class="hint">{t(first ? 'action.noPrevious' : 'action.bodyPreviousHint')}</span>
            ))}
        </div>
      )}
      <div class="field">
        <span class="field-label">{t('action.success')}</span>
        <div>
          <Choice
            label={t('action.success')}
            value={form.success}
            options={[
              { value: 'status', label: t('action.successStatus') },
              { value: 'field', label: t('action.successField') },
            ]}
            onChange={(success) => set({ success })}
          />
        </div>
        {form.success === 'field' && (
          <div class="form-row">
            <TextField
              label={t('action.successPath')}
              mono
              placeholder="status"
              value={form.successField}
              onInput={(successField) => set({ successField })}
              error={errorOf('success.field')}
            />
            <TextField
              label={t('action.equals')}
              mono
              placeholder="success"
              value={form.equals}
              onInput={(equals) => set({ equals })}
              error={errorOf('success.equals')}
            />
            <TextField
              label={t('action.errorPath')}
              mono
              placeholder="msg"
              value={form.errorField}
              onInput={(errorField) => set({ errorField })}
              error={errorOf('success.error')}
            />
          </div>
        )}
      </div>
      <Tick
        label={t('action.repeatable')}
        hint={t('action.repeatableHint')}
        value={form.repeatable}
        onChange={(repeatable) => set({ repeatable })}
      />
    </>
  );
}
