import type { Operation } from '../../../api/intake.ts';
import type { Offered } from '../../../parts/template-field.tsx';

/** What every form of an action is given. */
export interface EditorProps<Form> {
  form: Form;
  set: (change: Partial<Form>) => void;
  /** What the API says of a field of this action: `fields[0].value`. */
  errorOf: (path: string) => string | undefined;
  offered: readonly Offered[];
  /** There is no action before it. */
  first: boolean;
  last: Operation | undefined;
}
