import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { api } from '../../../api/client.ts';
import type { Pipeline, Source } from '../../../api/intake.ts';
import { reread, useQuery } from '../../../api/query.ts';
import { isAdmin } from '../../../app/session.ts';
import { t } from '../../../app/words.ts';
import { Button, Label, Panel, ProblemNote } from '../../../parts/basics.tsx';
import { toast } from '../../../parts/dialog.tsx';
import { type Form, useForm } from '../../../parts/use-form.ts';
import { type ActionForm, actionOf, actionTypes, formOf, freeName, newAction } from './draft.ts';
import { offeredTo, useLastOperation } from './offered.ts';
import { firstCode } from './script.tsx';
import { ActionTile } from './tile.tsx';

export interface ActionsEditor {
  form: Form<{ actions: ActionForm[] }>;
  /** @returns whether the API took them */
  save(): Promise<boolean>;
}

const formsOf = (pipeline: Pipeline) => ({
  actions: pipeline.actions.map((action, index) => formOf(action, `saved ${index}`)),
});

/** The actions of a pipeline while they are edited; what is typed outlives a reload. */
export function useActions(pipeline: Pipeline): ActionsEditor {
  const form = useForm(formsOf(pipeline), `actions of ${pipeline.id}`);
  const saved = JSON.stringify(pipeline.actions);
  // Somebody else may have changed them: what is not being edited shows it.
  useEffect(() => {
    if (!form.changed) form.reset(formsOf(pipeline));
  }, [saved]);
  const save = async (): Promise<boolean> => {
    const whole: ActionForm[] = [];
    const done = await form.submit(async ({ actions }) => {
      for (const action of actions) whole.push(await withSavedScript(action, pipeline));
      form.set('actions', whole);
      await api.patch(`/api/pipelines/${pipeline.id}`, { actions: whole.map(actionOf) });
    });
    if (!done) return false;
    form.reset({ actions: whole });
    toast(t('common.saved'));
    reread('/api/pipelines', '/api/scripts');
    return true;
  };
  return { form, save };
}

/** A script that was changed becomes a new version of it, a new one a script. */
async function withSavedScript(action: ActionForm, pipeline: Pipeline): Promise<ActionForm> {
  if (action.type !== 'script') return action;
  const { scriptId, language, code } = action;
  if (scriptId === '') {
    const name = `${pipeline.name}: ${action.name}`.slice(0, 200);
    const made = await api.post<{ id: number }>('/api/scripts', { name, language, code: code ?? firstCode });
    return { ...action, scriptId: String(made.id), code: null };
  }
  if (code !== null) await api.post(`/api/scripts/${scriptId}/versions`, { code });
  return { ...action, code: null };
}

let made = 0;

/** The actions in their order, each a form of its kind. */
export function Actions({ pipeline, editor: { form, save } }: { pipeline: Pipeline; editor: ActionsEditor }) {
  const { actions } = form.values;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  const last = useLastOperation(pipeline.id);
  const source = useQuery<Source>(`/api/sources/${pipeline.sourceId}`).data;
  const list = useRef<HTMLOListElement>(null);
  /** Where the keyboard is to go once the change is shown. */
  const wanted = useRef<HTMLElement | string | null>(null);
  useLayoutEffect(() => {
    const target = wanted.current;
    wanted.current = null;
    if (target === null) return;
    const toggle = (key: string) => list.current?.querySelector<HTMLElement>(`[data-action="${CSS.escape(key)}"]`);
    const element = typeof target === 'string' ? toggle(target) : target;
    if (element instanceof HTMLButtonElement && element.disabled) {
      element.closest('li')?.querySelector<HTMLElement>('.action-toggle')?.focus();
    } else element?.focus();
  }, [actions]);

  const wrong = (index: number): boolean => form.failing.some((path) => path.startsWith(`actions[${index}]`));
  const change = (index: number, part: Partial<ActionForm>): void =>
    form.set('actions', actions.with(index, { ...actions[index], ...part } as ActionForm));
  const toggle = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  const move = (index: number, by: -1 | 1): void => {
    const moved = actions[index];
    if (!moved) return;
    wanted.current = document.activeElement as HTMLElement | null;
    form.set('actions', actions.toSpliced(index, 1).toSpliced(index + by, 0, moved));
    setSaid(t('action.moved', { name: moved.name, place: index + by + 1, count: actions.length }));
  };
  const remove = (index: number): void => {
    wanted.current = actions[index + 1]?.key ?? actions[index - 1]?.key ?? null;
    form.set('actions', actions.toSpliced(index, 1));
  };
  const add = (type: (typeof actionTypes)[number]): void => {
    const taken = actions.map(({ name }) => name);
    const action = newAction(type, freeName(t(`actionTypes.${type}`), taken), `new ${Date.now()} ${++made}`);
    wanted.current = action.key;
    setOpen(new Set([...open, action.key]));
    form.set('actions', [...actions, action]);
  };
  return (
    <Panel
      title={t('pipelines.actions')}
      actions={
        form.changed && (
          <Label tone="amber" bare>
            {t('common.unsaved')}
          </Label>
        )
      }
    >
      <div class="stack">
        {actions.length === 0 && <p class="muted">{t('pipelines.noActions')}</p>}
        {actions.length > 0 && (
          <ol class="action-list" ref={list}>
            {actions.map((action, index) => (
              <ActionTile
                key={action.key}
                form={action}
                index={index}
                count={actions.length}
                first={index === 0}
                last={last}
                open={open.has(action.key) || wrong(index)}
                wrong={wrong(index)}
                offered={offeredTo(index, actions, { pipeline, last, source })}
                set={(part) => change(index, part)}
                errorOf={(path) => form.errorOf(`actions[${index}].${path}`)}
                onToggle={() => toggle(action.key)}
                onMove={(by) => move(index, by)}
                onRemove={() => remove(index)}
              />
            ))}
          </ol>
        )}
        <span class="hidden-label" role="status">
          {said}
        </span>
        {isAdmin() && (
          <fieldset class="field">
            <legend class="field-label small">
              <b>{t('pipelines.addAction')}</b>
            </legend>
            <div class="row">
              {actionTypes.map((type) => (
                <Button key={type} small icon="plus" onClick={() => add(type)}>
                  {t(`actionTypes.${type}`)}
                </Button>
              ))}
            </div>
          </fieldset>
        )}
        <ProblemNote problem={form.problem} />
        {isAdmin() && form.changed && (
          <div class="buttons">
            <Button kind="primary" busy={form.busy} onClick={save}>
              {t('action.save')}
            </Button>
            <Button kind="plain" onClick={() => form.reset(formsOf(pipeline))}>
              {t('workbench.discard')}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}
