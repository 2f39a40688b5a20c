/** Bytes of an answer to text. */
import type { Warning } from '../../../sandbox/contract/job.ts';
import type { AnswerBytes } from '../protocol.ts';
import { DecodeError } from './decode-error.ts';

export interface Text {
  text: string;
  warnings: Warning[];
  /** Of the answer, as its charset has it; nothing in a part tells another charset. */
  textOf: (part: Uint8Array) => string;
}

/**
 * The charset is the check's own, else what a BOM, the header or the XML declaration says, else UTF-8. A few bytes that are
 * not valid in it, such as those of a name that the CRM cut in the middle of a letter, become U+FFFD with a warning.
 * @throws DecodeError where so much is not valid that the charset must be another one
 */
export function readText({ body, charset, contentType, format }: AnswerBytes): Text {
  const warnings: Warning[] = [];
  const sure = charset ?? bomOf(body);
  const named = sure ?? headerCharset(contentType) ?? (format === 'xml' ? declaredCharset(body) : null);
  let decoder = utf8;
  if (named !== null && named !== 'utf-8') {
    try {
      decoder = new TextDecoder(named);
    } catch {
      const shown = named.slice(0, 40);
      warnings.push({
        code: 'charset_unknown',
        message: `The charset "${shown}" is unknown; the answer was read as UTF-8`,
        params: { charset: shown },
      });
    }
  }
  if (sure === null && decoder.encoding.startsWith('utf-16') && isPlainlyUtf8(body)) decoder = utf8;
  const text = decoder.decode(body);
  if (text.includes('\ufffd') && !isValid(body, decoder.encoding)) {
    if (mostlyInvalid(text)) {
      throw new DecodeError(
        `it is not valid ${decoder.encoding}; if the CRM writes in another charset, such as windows-1251, set it in the check`,
      );
    }
    warnings.push({
      code: 'invalid_characters',
      message: `The answer holds bytes that are not valid ${decoder.encoding}`,
      params: { charset: decoder.encoding },
    });
  }
  const { encoding } = decoder;
  let parts: typeof utf8 | null = null;
  const textOf = (part: Uint8Array): string => {
    parts ??= new TextDecoder(encoding, { ignoreBOM: true });
    return parts.decode(part);
  };
  return { text, warnings, textOf };
}

const utf8 = new TextDecoder();

/**
 * Programs that keep their own text in UTF-16 say so of what they send as UTF-8. What begins with a declaration in ASCII cannot be
 * UTF-16, nor what holds no byte below 9: in UTF-16, every letter of Latin and Cyrillic has one.
 */
function isPlainlyUtf8(body: Uint8Array): boolean {
  return declaredCharset(body) !== null || (!body.some((byte) => byte < 9) && isValid(body, 'utf-8'));
}

/** The sign for what cannot be read may have been sent as itself. */
function isValid(body: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}

/** Read in a wrong charset, nearly every letter beyond ASCII breaks; in the right one, hardly any does. A single one tells nothing. */
function mostlyInvalid(text: string): boolean {
  let beyond = 0;
  let invalid = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) beyond++;
    if (code === 0xfffd) invalid++;
  }
  return invalid > 1 && invalid * 10 > beyond;
}

function bomOf(body: Uint8Array): string | null {
  const [a, b, c] = body;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return null;
}

function headerCharset(contentType: string | null): string | null {
  return /charset\s*=\s*"?([^\s;",]{1,40})/i.exec(contentType ?? '')?.[1] ?? null;
}

function declaredCharset(body: Uint8Array): string | null {
  const start = Buffer.from(body.subarray(0, 200)).toString('latin1');
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']{1,40})["']/i.exec(start)?.[1] ?? null;
}
