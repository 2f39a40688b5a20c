/**
 * The bundler's own: a module required this way is only evaluated when the call is reached, where an `import` would
 * spend time on it in every run.
 */
declare function require(module: './recognise/index.ts'): typeof import('./recognise/index.ts');
declare function require(module: './hashes.ts'): typeof import('./hashes.ts');
declare function require(module: './algorithms.ts'): typeof import('./php/functions/codes/algorithms.ts');
