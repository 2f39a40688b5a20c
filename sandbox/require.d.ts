/**
 * The bundler's own: a module required this way is only evaluated when the call is reached, where an `import` would
 * spend time on it in every run.
 */
declare function require(module: './recognise/recogniser.ts'): typeof import('./recognise/recogniser.ts');
declare function require(module: './hashes.ts'): typeof import('./hashes.ts');
declare function require(module: './algorithms.ts'): typeof import('./php/functions/codes/algorithms.ts');
declare function require(module: './objects/simplexml.ts'): typeof import('./php/objects/simplexml.ts');
declare function require(module: './answer.ts'): typeof import('./php/answer.ts');
declare function require(module: './contract/next.ts'): typeof import('./contract/next.ts');

/** The bundler's own as well: what is given here becomes the value of the whole script. */
declare function giveCommand(command: (...given: never[]) => string): void;
