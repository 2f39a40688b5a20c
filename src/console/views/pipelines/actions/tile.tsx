import { nameOf, useIntegrations, useOffers, useScripts } from '../../../api/directory.ts';
import { isAdmin } from '../../../app/session.ts';
import { t } from '../../../app/words.ts';
import { Button, Label } from '../../../parts/basics.tsx';
import { TextField } from '../../../parts/forms.tsx';
import { Icon } from '../../../parts/icon.tsx';
import type { ActionForm } from './draft.ts';
import type { EditorProps } from './editor-props.ts';
import { FieldsEditor } from './fields.tsx';
import { CreateLeadEditor, EditLeadEditor } from './leads.tsx';
import { RequestEditor } from './request.tsx';
import { ScriptEditor } from './script.tsx';

interface TileProps extends EditorProps<ActionForm> {
  index: number;
  count: number;
  open: boolean;
  wrong: boolean;
  onToggle: () => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** One action: its place and name, and its form where it is open. Alt with an arrow key moves it. */
export function ActionTile({ index, count, open, wrong, onToggle, onMove, onRemove, ...editor }: TileProps) {
  const { form, set, errorOf } = editor;
  const number = index + 1;
  const press = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    if (!event.altKey || by === null || !isAdmin() || index + by < 0 || index + by >= count) return;
    event.preventDefault();
    onMove(by);
  };
  return (
    <li class={`action ${wrong ? 'wrong-one' : ''}`} onKeyDown={press}>
      <div class="action-head">
        <button type="button" class="action-toggle" aria-expanded={open} onClick={onToggle} data-action={form.key}>
          <Icon name={open ? 'down' : 'right'} size={16} />
          <span class="count">{number}</span>
          <span class="grow">
            <b class="breaks">{form.name}</b>
            {!open && <Summary form={form} />}
          </span>
          {form.name !== t(`actionTypes.${form.type}`) && (
            <Label tone="violet" bare>
              {t(`actionTypes.${form.type}`)}
            </Label>
          )}
        </button>
        {isAdmin() && (
          <div class="row one-line">
            <Button
              small
              kind="plain"
              icon="up"
              label={`${t('pipelines.up')}: ${form.name}`}
              title={`${t('pipelines.up')} (Alt+↑)`}
              disabled={index === 0}
              onClick={() => onMove(-1)}
            />
            <Button
              small
              kind="plain"
              icon="down"
              label={`${t('pipelines.down')}: ${form.name}`}
              title={`${t('pipelines.down')} (Alt+↓)`}
              disabled={index === count - 1}
              onClick={() => onMove(1)}
            />
            <Button small kind="plain" icon="trash" label={`${t('common.remove')}: ${form.name}`} onClick={onRemove} />
          </div>
        )}
      </div>
      {open && (
        <div class="form action-body" inert={!isAdmin()}>
          <TextField
            label={t('action.name')}
            value={form.name}
            onInput={(name) => set({ name })}
            error={errorOf('name')}
            hint={t('action.nameHint', { name: form.name })}
          />
          <Body {...editor} />
        </div>
      )}
    </li>
  );
}

function Body({ form, set, ...rest }: EditorProps<ActionForm>) {
  // Each editor changes fields of its own kind of action alone.
  const own = { ...rest, set: set as (change: object) => void };
  switch (form.type) {
    case 'form-urlencoded':
    case 'json':
      return <FieldsEditor form={form} {...own} />;
    case 'http-request':
      return <RequestEditor form={form} {...own} />;
    case 'script':
      return <ScriptEditor form={form} {...own} />;
    case 'create-lead':
      return <CreateLeadEditor form={form} {...own} />;
    case 'edit-lead':
      return <EditLeadEditor form={form} {...own} />;
  }
}

/** What a closed action does, in a line. */
function Summary({ form }: { form: ActionForm }) {
  const [offers, integrations, scripts] = [useOffers(), useIntegrations(), useScripts()];
  const line = (): string => {
    switch (form.type) {
      case 'form-urlencoded':
      case 'json':
        return form.fields.map(({ name }) => name).join(', ');
      case 'http-request':
        return `${form.method} ${form.url}`;
      case 'script':
        return form.scriptId === '' ? t('script.new') : nameOf(scripts, Number(form.scriptId));
      case 'create-lead':
        return form.offerId === '' ? '' : nameOf(offers, Number(form.offerId));
      case 'edit-lead':
        return form.integrationId === '' ? '' : nameOf(integrations, Number(form.integrationId));
    }
  };
  return <span class="action-summary muted small">{line()}</span>;
}
