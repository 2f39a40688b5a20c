import { api } from '../../api/client.ts';
import { reread } from '../../api/query.ts';
import { t } from '../../app/words.ts';
import { attempt, confirm, toast } from '../../parts/dialog.tsx';

/** Tries again what failed; requests that may have arrived are left to a person. */
export async function retryFailed(pipelineId: number): Promise<void> {
  const sure = await confirm({
    title: t('operations.retryAll'),
    text: t('operations.retryAllText'),
    action: t('operations.retryAll'),
    danger: false,
  });
  if (!sure) return;
  await attempt(async () => {
    const { retried, left } = await api.post<{ retried: number; left: number }>('/api/operations/retry', {
      pipelineId,
      state: 'failed',
    });
    toast(
      [t('operations.retried', { count: retried }), left > 0 && t('operations.left', { count: left })]
        .filter(Boolean)
        .join(' '),
    );
    reread('/api/operations', '/api/overview');
  });
}
