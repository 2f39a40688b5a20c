/** `ctype_*`: of texts whose every byte is of a kind. */
import type { Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';

const every = (pattern: RegExp) =>
  [
    'mixed text',
    (v: Value) => {
      // Numbers stand for a byte, as they always did.
      const text =
        typeof v === 'number' && Number.isInteger(v)
          ? v >= -128 && v <= 255
            ? String.fromCharCode(v < 0 ? v + 256 : v)
            : String(v)
          : v;
      return typeof text === 'string' && pattern.test(text);
    },
  ] as const;

export const classTypes: Functions = {
  ctype_alnum: every(/^[A-Za-z0-9]+(?![^])/),
  ctype_alpha: every(/^[A-Za-z]+(?![^])/),
  ctype_cntrl: every(/^[\x00-\x1f\x7f]+(?![^])/),
  ctype_digit: every(/^[0-9]+(?![^])/),
  ctype_graph: every(/^[\x21-\x7e]+(?![^])/),
  ctype_lower: every(/^[a-z]+(?![^])/),
  ctype_print: every(/^[\x20-\x7e]+(?![^])/),
  ctype_punct: every(/^[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]+(?![^])/),
  ctype_space: every(/^[ \t\n\r\v\f]+(?![^])/),
  ctype_upper: every(/^[A-Z]+(?![^])/),
  ctype_xdigit: every(/^[A-Fa-f0-9]+(?![^])/),
};
