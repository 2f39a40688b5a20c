import { api } from '../../api/client.ts';
import { useOffers, useReasons } from '../../api/directory.ts';
import type { WholeLibraryEntry } from '../../api/library.ts';
import { reread, useQuery } from '../../api/query.ts';
import type { Check } from '../../api/types.ts';
import { navigate } from '../../app/router.ts';
import { language, t } from '../../app/words.ts';
import { Bones, Note, Panel, ProblemNote } from '../../parts/basics.tsx';
import { capital, FormFoot, optionsOf, Select, TextField } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';
import { scriptLanguages } from '../workbench/script-languages.ts';
import { OfferTicks } from './by-hand.tsx';

/** Installs an entry of the library: its parameters and secrets are asked for, and its first check is opened to be tried. */
export function FromLibrary({ crm }: { crm: string }) {
  const { data: entry, problem, refresh } = useQuery<WholeLibraryEntry>(`/api/library/${encodeURIComponent(crm)}`);
  return (
    <>
      <ProblemNote problem={problem} onRetry={refresh} />
      {!entry && !problem && <Bones rows={6} />}
      {entry && <Install entry={entry} />}
    </>
  );
}

function Install({ entry }: { entry: WholeLibraryEntry }) {
  const [offers, reasons] = [useOffers(), useReasons()];
  const form = useForm(
    {
      name: entry.title[language.value],
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      language: entry.languages[0] ?? 'js',
      params: Object.fromEntries(Object.entries(entry.params).map(([name, one]) => [name, one.default ?? ''])),
      secrets: Object.fromEntries(Object.keys(entry.secrets).map((name) => [name, ''])),
      offers: [] as number[],
    },
    `library ${entry.crm}`,
    ['secrets'],
  );
  const { values, set, errorOf } = form;
  const given = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    let checks: Check[] = [];
    const installed = await form.submit(async () => {
      const made = await api.post<{ checks: Check[] }>(`/api/library/${encodeURIComponent(entry.crm)}/install`, {
        name: values.name,
        timezone: values.timezone,
        language: values.language,
        params: given(values.params),
        secrets: given(values.secrets),
        offerIds: values.offers,
      });
      checks = made.checks;
    });
    if (!installed) return;
    reread('/api/integrations', '/api/checks', '/api/scripts');
    navigate(checks[0] ? `/checks/${checks[0].id}` : '/integrations');
  };
  const fields = (group: 'params' | 'secrets') =>
    Object.entries<WholeLibraryEntry['params'][string]>(entry[group]).map(([name, { means, example, is }]) => {
      const field = {
        label: capital(means[language.value]),
        hint: <code>{`{param:${name}}`}</code>,
        value: values[group][name] ?? '',
        error: errorOf(`${group}.${name}`),
      };
      const change = (value: string) => set(group, { ...values[group], [name]: value });
      return is === 'reason' ? (
        <Select key={name} {...field} options={optionsOf(reasons)} onChange={change} />
      ) : (
        <TextField
          key={name}
          {...field}
          type={group === 'secrets' ? 'password' : 'text'}
          placeholder={example ?? ''}
          onInput={change}
        />
      );
    });
  return (
    <div class="grid-2">
      <form class="panel" onSubmit={submit}>
        <div class="panel-body form">
          <div class="form-row">
            <TextField
              label={t('common.name')}
              value={values.name}
              onInput={(name) => set('name', name)}
              error={errorOf('name')}
            />
            <TextField
              label={t('integrations.timezone')}
              value={values.timezone}
              onInput={(timezone) => set('timezone', timezone)}
              error={errorOf('timezone')}
              hint={t('integrations.timezoneHint')}
            />
          </div>
          {entry.languages.length > 1 && (
            <Select
              label={t('integrations.language')}
              value={values.language}
              options={scriptLanguages.filter(({ value }) => entry.languages.includes(value))}
              onChange={(chosen) => set('language', chosen)}
              error={errorOf('language')}
              hint={t('integrations.languageHint')}
            />
          )}
          {fields('params')}
          {fields('secrets')}
          <OfferTicks offers={offers} chosen={values.offers} onChange={(chosen) => set('offers', chosen)} />
          <FormFoot form={form} submit={t('integrations.install')} onCancel={() => navigate('/integrations/new')} />
        </div>
      </form>
      <Panel title={entry.title[language.value]}>
        <div class="stack">
          <p>{entry.what[language.value]}</p>
          <Note tone="grey">{entry.standing[language.value]}</Note>
          <ul class="stack tight">
            {entry.quirks.map((quirk) => (
              <li key={quirk.en} class="small muted">
                • {quirk[language.value]}
              </li>
            ))}
          </ul>
        </div>
      </Panel>
    </div>
  );
}
