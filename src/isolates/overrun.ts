/** What is said of a run that took more time or memory than it may, whoever noticed. */
import type { Position, ScriptError, ScriptLimits } from '../../sandbox/contract/job.ts';
import type { Overrun } from './protocol.ts';

type Step = ScriptError['step'];

/** @param step `decode` while the answer was given to the script */
export function overrunError(
  { scriptMs, memoryMb }: ScriptLimits,
  step: Step,
  how: Overrun,
  place: Position | null,
): ScriptError {
  if (step === 'decode') {
    return how === 'time'
      ? {
          step,
          code: 'decode_failed',
          message: 'Cannot read the answer: it takes too long',
          params: { reason: 'it takes too long' },
        }
      : {
          step,
          code: 'script_memory',
          message: `The decoded answer needs more than the ${memoryMb} MB that the script may use`,
          params: { limit: memoryMb },
        };
  }
  const where = place === null ? '' : `, at line ${place.line}`;
  return how === 'memory'
    ? {
        step,
        code: 'script_memory',
        message: `The script used more than ${memoryMb} MB of memory${where}`,
        params: { limit: memoryMb },
        ...place,
      }
    : {
        step,
        code: 'script_timeout',
        message: `The script ran longer than ${seconds(scriptMs)}${where}`,
        params: { limit: scriptMs },
        ...place,
      };
}

const seconds = (ms: number): string => (ms % 100 === 0 ? `${ms / 1000} s` : `${ms} ms`);
