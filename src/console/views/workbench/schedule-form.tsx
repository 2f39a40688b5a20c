import { t } from '../../app/words.ts';
import { Select, TextField, Tick } from '../../parts/forms.tsx';
import type { CheckForm } from './draft.ts';
import type { Bench } from './state.ts';

type Text =
  | 'everySeconds'
  | 'batchSize'
  | 'rangeDays'
  | 'okStatuses'
  | 'timeoutMs'
  | 'scriptMs'
  | 'memoryMb'
  | 'maxRequests';

/** How often, how much at a time, and within which limits. */
export function ScheduleForm({ bench }: { bench: Bench }) {
  const { draft, setCheck, errorOf } = bench;
  const { check } = draft;
  const text = (name: Text, label: string, hint?: string, path: string = name) => (
    <TextField
      label={label}
      value={check[name]}
      onInput={(value) => setCheck({ [name]: value } as Partial<CheckForm>)}
      error={errorOf(path)}
      {...(hint !== undefined && { hint })}
    />
  );
  return (
    <div class="form">
      <div class="form-row">
        {text('everySeconds', t('check.every'), t('check.everyHint'))}
        {check.kind === 'range' ? text('rangeDays', t('check.rangeDays')) : text('batchSize', t('check.batchSize'))}
      </div>
      <Select
        label={t('check.identifyBy')}
        value={check.identifyBy}
        options={(['external', 'internal'] as const).map((value) => ({ value, label: t(`check.${value}`) }))}
        onChange={(value) => setCheck({ identifyBy: value as 'external' })}
      />
      <div class="form-row">
        {text('okStatuses', t('check.okStatuses'), t('check.okStatusesHint'))}
        {text('timeoutMs', t('check.timeoutMs'))}
        {text('maxRequests', t('check.maxRequests'), t('check.maxRequestsHint'))}
      </div>
      <div class="form-row">
        {text('scriptMs', t('check.scriptMs'), t('check.usually', { value: '1000' }), 'limits.scriptMs')}
        {text('memoryMb', t('check.memoryMb'), t('check.usually', { value: '64' }), 'limits.memoryMb')}
      </div>
      <Tick label={t('check.emptyOk')} value={check.emptyOk} onChange={(emptyOk) => setCheck({ emptyOk })} />
      <Tick
        label={t('check.repeatable')}
        value={check.repeatable}
        onChange={(repeatable) => setCheck({ repeatable })}
      />
    </div>
  );
}
