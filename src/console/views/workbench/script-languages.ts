/** The languages of scripts, as they are chosen from. */
export const scriptLanguages = [
  { value: 'js', label: 'JavaScript' },
  { value: 'ts', label: 'TypeScript' },
  { value: 'php', label: 'PHP' },
];
