import { usePresets } from '../../../api/intake.ts';
import { language, t } from '../../../app/words.ts';
import { Button } from '../../../parts/basics.tsx';
import { TextField, Tick } from '../../../parts/forms.tsx';
import { TemplateField } from '../../../parts/template-field.tsx';
import { type FieldForm, type FieldsForm, sentIndex } from './draft.ts';
import type { EditorProps } from './editor-props.ts';

/** Names and values, one to a row. */
export function FieldsEditor({ form, set, errorOf, offered }: EditorProps<FieldsForm>) {
  const change = (index: number, part: Partial<FieldForm>): void =>
    set({ fields: form.fields.map((field, at) => (at === index ? { ...field, ...part } : field)) });
  const hintOf = useHints();
  return (
    <fieldset class="field">
      <legend class="field-label small">
        <b>{t('request.fields')}</b>
      </legend>
      <div class="template-rows">
        {form.fields.map((field, index) => {
          const number = index + 1;
          const at = `fields[${sentIndex(form.fields, index)}]`;
          return (
            <div key={index} class="template-row">
              <TextField
                class="name"
                label={`${t('request.fieldName')} ${number}`}
                hideLabel
                mono
                placeholder={t('request.fieldName')}
                value={field.name}
                onInput={(name) => change(index, { name })}
                error={errorOf(`${at}.name`)}
              />
              <TemplateField
                class="value"
                label={`${t('common.value')} ${number}`}
                hideLabel
                placeholder={t('common.value')}
                value={field.value}
                onInput={(value) => change(index, { value })}
                offered={offered}
                error={errorOf(`${at}.value`)}
                hint={field.hint === '' ? undefined : hintOf(field)}
              />
              <div class="required">
                <Tick
                  label={t('action.required')}
                  value={field.required}
                  onChange={(required) => change(index, { required })}
                />
              </div>
              <Button
                kind="plain"
                icon="close"
                label={`${t('common.remove')}: ${field.name || number}`}
                onClick={() => set({ fields: form.fields.toSpliced(index, 1) })}
              />
            </div>
          );
        })}
      </div>
      <div>
        <Button
          small
          icon="plus"
          onClick={() => set({ fields: [...form.fields, { name: '', value: '', required: false, hint: '' }] })}
        >
          {t('action.addField')}
        </Button>
      </div>
      <span class="hint">{t('action.fieldsHint')}</span>
    </fieldset>
  );
}

/** Hints of presets are kept in one language; where it is known, the other's is shown. */
function useHints(): (field: FieldForm) => string {
  const presets = usePresets();
  return ({ name, hint }) => {
    const known = presets
      .flatMap(({ fields }) => fields)
      .find((field) => field.name === name && field.hint.ru === hint);
    return known?.hint[language.value] ?? hint;
  };
}
