export function compilePattern(
  pattern: string,
): { ok: true; pattern: string } | { ok: false; unsupported: boolean; why: string } {
  return { ok: true, pattern };
}
