declare module '*.css';

/** The text of `sandbox/script.d.ts`, as the bundler puts it there. */
declare module 'script-declarations' {
  const text: string;
  export default text;
}
