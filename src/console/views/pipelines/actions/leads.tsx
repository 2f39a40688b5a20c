import { useIntegrations, useOffers } from '../../../api/directory.ts';
import { t, tCode } from '../../../app/words.ts';
import { Choice } from '../../../parts/basics.tsx';
import { optionsOf, Select } from '../../../parts/forms.tsx';
import { TemplateField } from '../../../parts/template-field.tsx';
import { type CreateLeadForm, type EditLeadForm, editFields, leadFields } from './draft.ts';
import type { EditorProps } from './editor-props.ts';

/** A lead to be made of the event. */
export function CreateLeadEditor({ form, set, errorOf, offered }: EditorProps<CreateLeadForm>) {
  const [offers, integrations] = [useOffers(), useIntegrations()];
  return (
    <>
      <div class="form-row">
        <Select
          label={t('common.offer')}
          value={form.offerId}
          any={t('action.choose')}
          options={optionsOf(offers)}
          onChange={(offerId) => set({ offerId })}
          error={errorOf('offerId')}
        />
        <Select
          label={t('common.integration')}
          value={form.integrationId}
          any={t('common.none')}
          options={optionsOf(integrations)}
          onChange={(integrationId) => set({ integrationId })}
          error={errorOf('integrationId')}
          hint={t('action.integrationHint')}
        />
      </div>
      <div class="form-row">
        <TemplateField
          label={t('action.extId')}
          value={form.extId}
          onInput={(extId) => set({ extId })}
          offered={offered}
          error={errorOf('extId')}
          hint={t('action.extIdHint')}
        />
        <TemplateField
          label={t('action.webmasterId')}
          value={form.webmasterId}
          onInput={(webmasterId) => set({ webmasterId })}
          offered={offered}
          error={errorOf('webmasterId')}
        />
      </div>
      <div class="form-row">
        {leadFields.map((name) => (
          <TemplateField
            key={name}
            label={tCode('leadFields', name)}
            value={form.lead[name] ?? ''}
            onInput={(value) => set({ lead: { ...form.lead, [name]: value } })}
            offered={offered}
            error={errorOf(`lead.${name}`)}
          />
        ))}
      </div>
    </>
  );
}

/** A lead to be changed by the event: what the CRM calls the status, or what exactly is to be written. */
export function EditLeadEditor({ form, set, errorOf, offered }: EditorProps<EditLeadForm>) {
  const integrations = useIntegrations();
  return (
    <>
      <div class="form-row">
        <Select
          label={t('common.integration')}
          value={form.integrationId}
          any={t('action.choose')}
          options={optionsOf(integrations)}
          onChange={(integrationId) => set({ integrationId })}
          error={errorOf('integrationId')}
        />
        <div class="field">
          <span class="field-label">{t('action.findBy')}</span>
          <div>
            <Choice
              label={t('action.findBy')}
              value={form.by}
              options={[
                { value: 'extId', label: t('action.byExtId') },
                { value: 'leadId', label: t('action.byLeadId') },
              ]}
              onChange={(by) => set({ by })}
            />
          </div>
        </div>
      </div>
      <div class="form-row">
        <TemplateField
          label={t(form.by === 'extId' ? 'action.byExtId' : 'action.byLeadId')}
          value={form.id}
          onInput={(id) => set({ id })}
          offered={offered}
          error={errorOf(form.by)}
        />
        <TemplateField
          label={t('action.statusText')}
          value={form.statusText}
          onInput={(statusText) => set({ statusText })}
          offered={offered}
          error={errorOf('statusText')}
          hint={t('action.statusTextHint')}
        />
      </div>
      <details open={Object.values(form.edit).some((value) => value !== '') || errorOf('edit') !== undefined}>
        <summary class="small">{t('action.exactly')}</summary>
        <div class="form-row inset">
          {editFields.map((name) => (
            <TemplateField
              key={name}
              label={tCode('editFields', name.replace('.', '_'))}
              value={form.edit[name] ?? ''}
              onInput={(value) => set({ edit: { ...form.edit, [name]: value } })}
              offered={offered}
              error={errorOf(`edit.${name}`)}
            />
          ))}
        </div>
        {errorOf('edit') && <span class="wrong">{errorOf('edit')}</span>}
      </details>
    </>
  );
}
