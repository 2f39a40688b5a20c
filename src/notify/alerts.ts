import { sql, type Transaction } from 'kysely';
import type { OperationError } from '../db/schema/intake.ts';
import type { Database } from '../db/schema.ts';
import { notice } from './letters/notices.ts';

/** A pipeline's operations failed: one open alert counts them, and people are told. */
export async function operationFailed(
  trx: Transaction<Database>,
  failure: { pipelineId: number; operationId: string; error: OperationError; count: number; at: Date },
): Promise<void> {
  const { pipelineId, operationId, error, count, at } = failure;
  const message = error.step === null ? error.message : `${error.step}: ${error.message}`;
  await sql`insert into alerts (kind, pipeline_id, message, since, count)
    values ('operation_failed', ${pipelineId}, ${message}, ${at}, ${count})
    on conflict (pipeline_id) where kind = 'operation_failed' and recovered_at is null
    do update set count = alerts.count + excluded.count, message = excluded.message`.execute(trx);
  await notice(
    trx,
    { subject: `pipeline:${pipelineId}`, pipelineId },
    {
      kind: 'operation_failed',
      recovered: false,
      at: at.toISOString(),
      message,
      code: error.code,
      ...(error.params && { params: error.params }),
      operationId,
    },
    count,
  );
}

/** An operation of the pipeline went well: where an alert of it was open, it is closed and people are told. */
export async function pipelineRecovered(trx: Transaction<Database>, pipelineId: number, at: Date): Promise<void> {
  const closed = await trx
    .updateTable('alerts')
    .set({ recovered_at: at })
    .where('kind', '=', 'operation_failed')
    .where('pipeline_id', '=', pipelineId)
    .where('recovered_at', 'is', null)
    .returning('message')
    .executeTakeFirst();
  if (!closed) return;
  await notice(
    trx,
    { subject: `pipeline:${pipelineId}`, pipelineId },
    { kind: 'operation_failed', recovered: true, at: at.toISOString(), message: closed.message },
  );
}
