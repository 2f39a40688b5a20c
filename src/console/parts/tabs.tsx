import { number } from '../app/words.ts';

interface TabsProps<T extends string> {
  label: string;
  tabs: readonly { value: T; label: string; count?: number; mark?: boolean }[];
  value: T;
  onChange: (value: T) => void;
}

/** Parts of a view that stand in one place. Arrow keys go from one to the next. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: TabsProps<T>) {
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const index = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.value);
    const list = event.currentTarget as HTMLElement;
    (list.children[tabs.indexOf(next)] as HTMLElement | undefined)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          aria-selected={tab.value === value}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
          {tab.mark && <span class="tab-mark" />}
          {(tab.count ?? 0) > 0 && <span class="count">{number(tab.count ?? 0)}</span>}
        </button>
      ))}
    </div>
  );
}
