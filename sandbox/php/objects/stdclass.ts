import { declareClass } from '../classes.ts';
import type { PhpClass } from '../values/value.ts';

/** Plain objects: `(object) […]`, `json_decode` without `true`. */
export const stdClass: PhpClass = { name: 'stdClass', parent: null, methods: new Map() };
declareClass(stdClass);
