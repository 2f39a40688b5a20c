import type { Integration } from '../../api/types.ts';
import { t } from '../../app/words.ts';
import { TextArea, TextField } from '../../parts/forms.tsx';
import type { Pair } from '../../parts/pairs.tsx';
import { Pairs } from '../../parts/pairs.tsx';
import type { Form } from '../../parts/use-form.ts';

export interface IntegrationForm {
  name: string;
  timezone: string;
  maxConcurrent: string;
  requestsPerMinute: string;
  allowedHosts: string;
  params: Pair[];
  secrets: Pair[];
}

export const emptyIntegration = (): IntegrationForm => ({
  name: '',
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  maxConcurrent: '2',
  requestsPerMinute: '',
  allowedHosts: '',
  params: [],
  secrets: [],
});

export const integrationForm = (integration: Integration): IntegrationForm => ({
  name: integration.name,
  timezone: integration.timezone,
  maxConcurrent: String(integration.maxConcurrent),
  requestsPerMinute: String(integration.requestsPerMinute ?? ''),
  allowedHosts: integration.allowedHosts.join('\n'),
  params: Object.entries(integration.params).map(([name, value]) => ({ name, value })),
  secrets: integration.secretNames.map((name) => ({ name, value: '' })),
});

const named = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]));
const whole = (text: string): number | string => (/^\d+$/.test(text.trim()) ? Number(text) : text);

/** As the API takes it. Of a saved one, names that are gone are taken away, and secrets left empty stay as they are. */
export function integrationInput(form: IntegrationForm, saved?: Integration): Record<string, unknown> {
  const params = named(form.params);
  const secrets = named(form.secrets);
  const gone = (before: readonly string[], now: Record<string, string>): Record<string, null> =>
    Object.fromEntries(before.filter((name) => !Object.hasOwn(now, name)).map((name) => [name, null]));
  const typed = Object.fromEntries(
    Object.entries(secrets).filter(([name, value]) => value !== '' || !saved?.secretNames.includes(name)),
  );
  return {
    name: form.name,
    timezone: form.timezone.trim(),
    maxConcurrent: whole(form.maxConcurrent),
    requestsPerMinute: form.requestsPerMinute.trim() === '' ? null : whole(form.requestsPerMinute),
    allowedHosts: form.allowedHosts.split(/[\s,]+/).filter(Boolean),
    params: { ...params, ...(saved && gone(Object.keys(saved.params), params)) },
    secrets: { ...typed, ...(saved && gone(saved.secretNames, secrets)) },
  };
}

/** Fields of an integration; the few that are always needed first. */
export function IntegrationFields({
  form,
  saved,
  brief = false,
}: {
  form: Form<IntegrationForm>;
  saved?: Integration;
  brief?: boolean;
}) {
  const { values, set, errorOf } = form;
  const text = (name: 'name' | 'timezone' | 'maxConcurrent' | 'requestsPerMinute', label: string, hint?: string) => (
    <TextField
      label={label}
      value={values[name]}
      onInput={(value) => set(name, value)}
      error={errorOf(name)}
      {...(hint !== undefined && { hint })}
    />
  );
  return (
    <>
      <div class="form-row">
        {text('name', t('common.name'))}
        {text('timezone', t('integrations.timezone'), t('integrations.timezoneHint'))}
      </div>
      <Pairs
        label={t('integrations.secrets')}
        hint={t('integrations.secretsHint')}
        pairs={values.secrets}
        secret
        onChange={(secrets) => set('secrets', secrets)}
        errorAt={(index) => errorOf(`secrets.${values.secrets[index]?.name}`)}
        placeholder={({ name }) => (saved?.secretNames.includes(name) ? t('integrations.secretKept') : undefined)}
      />
      <Pairs
        label={t('integrations.params')}
        hint={t('integrations.paramsHint')}
        pairs={values.params}
        onChange={(params) => set('params', params)}
        errorAt={(index) => errorOf(`params.${values.params[index]?.name}`)}
      />
      {!brief && (
        <>
          <div class="form-row">
            {text('maxConcurrent', t('integrations.maxConcurrent'))}
            {text('requestsPerMinute', t('integrations.perMinute'), t('integrations.perMinuteHint'))}
          </div>
          <TextArea
            label={t('integrations.allowedHosts')}
            hint={t('integrations.allowedHostsHint')}
            mono
            rows={2}
            value={values.allowedHosts}
            onInput={(value) => set('allowedHosts', value)}
            error={errorOf('allowedHosts')}
          />
        </>
      )}
    </>
  );
}
