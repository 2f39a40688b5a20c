import { nameOf, useOffers } from '../../api/directory.ts';
import { useQuery } from '../../api/query.ts';
import type { List, OfferConnection, Run } from '../../api/types.ts';
import { isAdmin } from '../../app/session.ts';
import { exactTime, t } from '../../app/words.ts';
import { Button, Choice, Note, Panel, ProblemNote } from '../../parts/basics.tsx';
import { type Option, Select, TextArea, TextField } from '../../parts/forms.tsx';
import { Results } from './results.tsx';
import type { Bench } from './state.ts';
import type { Source, TryForm, Tryout } from './tryout.ts';

interface TryPanelProps {
  bench: Bench;
  /** Undefined until they are read. */
  offers: readonly OfferConnection[] | undefined;
  tryout: Tryout;
  onTry: () => void;
}

/** On what to try, the button, and what came of it. */
export function TryPanel({ bench, offers, tryout, onTry }: TryPanelProps) {
  const names = useOffers();
  const { form, set, busy, problem, result } = tryout;
  if (!isAdmin()) return <Note tone="grey">{t('common.readOnly')}</Note>;
  const options = (offers ?? []).map(({ offerId }) => ({ value: String(offerId), label: nameOf(names, offerId) }));
  const sources = (bench.check ? ['real', 'pasted', 'recorded'] : ['real', 'pasted']) as readonly Source[];
  const source = sources.includes(form.source) ? form.source : 'real';
  return (
    <div class="stack">
      <Panel
        title={t('tryout.title')}
        actions={
          <Button kind="primary" icon="play" onClick={onTry} busy={busy} disabled={options.length === 0}>
            {t('tryout.try')} <kbd>Ctrl ↵</kbd>
          </Button>
        }
      >
        <div class="form">
          {offers?.length === 0 && (
            <Note tone="amber">
              {t('tryout.noOffer')}{' '}
              <a href={`/integrations/${bench.integration.id}`}>{t('integrations.connectOffer')}</a>
            </Note>
          )}
          <div class="row">
            <Choice
              label={t('tryout.source')}
              value={source}
              options={sources.map((value) => ({ value, label: t(`tryout.${value}`) }))}
              onChange={(value) => set({ source: value })}
            />
          </div>
          <span class="muted small">{t(`tryout.${source}Hint`)}</span>
          {source === 'recorded' ? (
            <Recorded bench={bench} form={form} set={set} />
          ) : (
            <Batch bench={bench} form={form} set={set} offers={options} pasted={source === 'pasted'} />
          )}
          {source === 'pasted' && (
            <TextArea
              label={t('tryout.answer')}
              mono
              rows={4}
              value={form.answer}
              placeholder={t('tryout.answerPlaceholder')}
              onInput={(answer) => set({ answer })}
              error={problem?.errors.find(({ path }) => path?.startsWith('response'))?.message}
            />
          )}
          <ProblemNote problem={problem} />
        </div>
      </Panel>
      <Results bench={bench} tryout={tryout} stale={result !== null && tryout.tried !== JSON.stringify(bench.draft)} />
    </div>
  );
}

interface PartProps {
  bench: Bench;
  form: TryForm;
  set: (change: Partial<TryForm>) => void;
}

function Batch({ bench, form, set, offers, pasted }: PartProps & { offers: Option[]; pasted: boolean }) {
  return (
    <div class="form-row">
      {offers.length > 1 && (
        <Select
          label={t('common.offer')}
          value={form.offerId}
          options={offers}
          onChange={(offerId) => set({ offerId })}
        />
      )}
      <TextField
        label={t('tryout.leadIds')}
        hint={t('tryout.leadIdsHint')}
        value={form.leadIds}
        onInput={(leadIds) => set({ leadIds })}
      />
      {pasted && <TextField label={t('tryout.status')} value={form.status} onInput={(status) => set({ status })} />}
      {bench.draft.check.kind === 'range' && (
        <TextField label={t('tryout.from')} type="date" value={form.from} onInput={(from) => set({ from })} />
      )}
      {bench.draft.check.kind === 'range' && (
        <TextField label={t('tryout.to')} type="date" value={form.to} onInput={(to) => set({ to })} />
      )}
    </div>
  );
}

function Recorded({ bench, form, set }: PartProps) {
  const runs =
    useQuery<List<Run>>(bench.check ? `/api/runs?checkId=${bench.check.id}&limit=30` : null).data?.items ?? [];
  const ended = runs.filter(({ state }) => state !== 'running');
  const options = ended.map(({ id, state, startedAt }) => ({
    value: String(id),
    label: t('tryout.runOption', { id, state: t(`states.${state}`), time: exactTime(new Date(startedAt)) }),
  }));
  // One that was opened from the journal may be older than those listed.
  const known = form.runId === '' || options.some(({ value }) => value === form.runId);
  if (ended.length === 0 && form.runId === '') return <p class="muted">{t('tryout.noRuns')}</p>;
  if (form.runId === '' && options[0]) set({ runId: options[0].value });
  return (
    <div class="form-row">
      <Select
        label={t('tryout.run')}
        value={form.runId}
        options={known ? options : [{ value: form.runId, label: t('runs.one', { id: form.runId }) }, ...options]}
        onChange={(runId) => set({ runId })}
      />
      <Select
        label={t('tryout.against')}
        value={form.against}
        options={[
          { value: 'recorded', label: t('tryout.asThen') },
          { value: 'now', label: t('tryout.asNow') },
        ]}
        onChange={(against) => set({ against: against as 'now' })}
      />
    </div>
  );
}
