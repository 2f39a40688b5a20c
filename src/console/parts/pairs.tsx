import { t } from '../app/words.ts';
import { Button } from './basics.tsx';

export interface Pair {
  name: string;
  value: string;
}

interface PairsProps {
  label: string;
  hint?: string;
  pairs: readonly Pair[];
  onChange: (pairs: Pair[]) => void;
  errorAt?: (index: number) => string | undefined;
  mono?: boolean;
  /** What stands in an empty value. */
  placeholder?: (pair: Pair) => string | undefined;
  secret?: boolean;
}

/** Names and values, one pair per row. */
export function Pairs({
  label,
  hint,
  pairs,
  onChange,
  errorAt,
  mono = false,
  placeholder,
  secret = false,
}: PairsProps) {
  const change = (index: number, part: Partial<Pair>): void =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
  const type = mono ? 'input mono' : 'input';
  return (
    <fieldset class="field">
      <legend class="field-label small">
        <b>{label}</b>
      </legend>
      {hint && <span class="hint">{hint}</span>}
      <div class="pairs">
        {pairs.map((pair, index) => {
          const error = errorAt?.(index);
          return (
            <div key={index} class="stack tight">
              <div class="pair">
                <input
                  class={type}
                  value={pair.name}
                  aria-label={`${label}: ${t('request.fieldName')} ${index + 1}`}
                  placeholder={t('request.fieldName')}
                  spellcheck={false}
                  onInput={(event) => change(index, { name: event.currentTarget.value })}
                />
                <input
                  class={type}
                  type={(secret ? 'password' : 'text') as 'text'}
                  autocomplete="off"
                  value={pair.value}
                  aria-label={`${label}: ${t('common.value')} ${index + 1}`}
                  aria-invalid={error ? 'true' : undefined}
                  placeholder={placeholder?.(pair) ?? t('common.value')}
                  spellcheck={false}
                  onInput={(event) => change(index, { value: event.currentTarget.value })}
                />
                <Button
                  kind="plain"
                  icon="close"
                  label={`${t('common.remove')}: ${label} ${index + 1}`}
                  onClick={() => onChange(pairs.filter((_, at) => at !== index))}
                />
              </div>
              {error && <span class="wrong">{error}</span>}
            </div>
          );
        })}
      </div>
      <div>
        <Button
          small
          icon="plus"
          onClick={() => onChange([...pairs, { name: '', value: '' }])}
          label={`${t('common.add')}: ${label}`}
        >
          {t('common.add')}
        </Button>
      </div>
    </fieldset>
  );
}
