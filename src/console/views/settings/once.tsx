import { t } from '../../app/words.ts';
import { Copy } from '../../parts/basics.tsx';
import { Dialog } from '../../parts/dialog.tsx';

/** What is shown this once: a key, or a link to choose a password by. */
export function Once({
  title,
  text,
  secret,
  onClose,
}: {
  title: string;
  text: string;
  secret: string;
  onClose: () => void;
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <pre class="raw" tabIndex={0}>
        {secret}
      </pre>
      <div class="buttons">
        <Copy text={secret} label={t('common.copy')} />
      </div>
    </Dialog>
  );
}
