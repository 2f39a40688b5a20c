import { useState } from 'preact/hooks';
import { api, Problem } from '../../api/client.ts';
import type { Action, Pipeline } from '../../api/intake.ts';
import { reread } from '../../api/query.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Button, Label, Panel, ProblemNote } from '../../parts/basics.tsx';
import { toast } from '../../parts/dialog.tsx';
import { dropDraft, readDraft, writeDraft } from '../../parts/drafts.ts';
import { Select, TextArea } from '../../parts/forms.tsx';

/** What each kind of action begins as. */
const beginnings: Record<string, Record<string, unknown>> = {
  'form-urlencoded': { fields: [{ name: 'email', value: '{event.email}', required: true }] },
  json: { fields: [{ name: 'email', value: '{event.email}' }] },
  'http-request': { method: 'POST', url: 'https://', headers: {}, body: '{previous}' },
  script: { scriptId: 0 },
  'create-lead': { offerId: 0, extId: '{event.id}', lead: { name: '{event.name}', phone: '{event.phone}' } },
  'edit-lead': { integrationId: 0, extId: '{event.id}', statusText: '{event.status}' },
};

const asText = (actions: readonly Action[]): string[] => actions.map((action) => JSON.stringify(action, null, 2));

/** The actions of a pipeline in their order, each as the JSON that the API takes. */
export function Actions({ pipeline }: { pipeline: Pipeline }) {
  const key = `actions of ${pipeline.id}`;
  const [texts, setTexts] = useState<string[]>(
    () => readDraft<{ texts: string[] }>(key)?.texts ?? asText(pipeline.actions),
  );
  const [type, setType] = useState('form-urlencoded');
  const [problem, setProblem] = useState<Problem | null>(null);
  const changed = JSON.stringify(texts) !== JSON.stringify(asText(pipeline.actions));
  const change = (next: string[]): void => {
    setTexts(next);
    writeDraft(key, { texts: next });
  };
  const move = (index: number, by: number): void => {
    const next = texts.toSpliced(index, 1);
    change(next.toSpliced(index + by, 0, texts[index] ?? ''));
  };
  const parsed = texts.map(parse);
  const save = async (): Promise<void> => {
    setProblem(null);
    try {
      const saved = await api.patch<Pipeline>(`/api/pipelines/${pipeline.id}`, { actions: parsed });
      dropDraft(key);
      setTexts(asText(saved.actions));
      reread('/api/pipelines');
      toast(t('common.saved'));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  const errorOf = (index: number): string | undefined => {
    if (parsed[index] === null) return t('pipelines.badJson');
    const own = problem?.errors.filter(({ path = '' }) => path.startsWith(`actions[${index}]`)) ?? [];
    return own.length === 0
      ? undefined
      : own.map(({ path, message }) => `${path?.replace(/^actions\[\d+\]\.?/, '')}: ${message}`).join('; ');
  };
  return (
    <Panel title={t('pipelines.actions')}>
      <div class="stack">
        {texts.length === 0 && <p class="muted">{t('pipelines.noActions')}</p>}
        {texts.map((text, index) => (
          <div key={index} class="check-tile">
            <div class="row">
              <span class="count">{index + 1}</span>
              <b class="grow breaks">{parsed[index]?.name}</b>
              <Label tone="violet" bare>
                {parsed[index]?.type ?? '?'}
              </Label>
              {isAdmin() && (
                <>
                  <Button
                    small
                    kind="plain"
                    icon="up"
                    label={`${t('pipelines.up')} ${index + 1}`}
                    disabled={index === 0}
                    onClick={() => move(index, -1)}
                  />
                  <Button
                    small
                    kind="plain"
                    icon="down"
                    label={`${t('pipelines.down')} ${index + 1}`}
                    disabled={index === texts.length - 1}
                    onClick={() => move(index, 1)}
                  />
                  <Button
                    small
                    kind="plain"
                    icon="trash"
                    label={`${t('common.remove')} ${index + 1}`}
                    onClick={() => change(texts.toSpliced(index, 1))}
                  />
                </>
              )}
            </div>
            <TextArea
              label={t('pipelines.actionJson')}
              hideLabel
              mono
              rows={Math.min(16, text.split('\n').length + 1)}
              value={text}
              onInput={(value) => change(texts.with(index, value))}
              error={errorOf(index)}
            />
          </div>
        ))}
        <ProblemNote problem={problem} />
        {isAdmin() && (
          <div class="filters">
            <Select
              label={t('pipelines.addAction')}
              value={type}
              options={Object.keys(beginnings).map((value) => ({ value, label: value }))}
              onChange={setType}
            />
            <Button
              icon="plus"
              onClick={() =>
                change([
                  ...texts,
                  JSON.stringify({ type, name: `${type} ${texts.length + 1}`, ...beginnings[type] }, null, 2),
                ])
              }
            >
              {t('common.add')}
            </Button>
            <Button kind="primary" disabled={!changed || parsed.includes(null)} onClick={save}>
              {t('common.save')}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

function parse(text: string): Action | null {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
