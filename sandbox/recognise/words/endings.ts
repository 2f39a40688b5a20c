/** Classes of endings that a stem of the vocabularies takes (`:x` after the stem). */
const hard = 'ый ая ое ые ого ой ому ым ом ую ых ыми';
const ukrainian = 'ий а е і ого ої ому им ій ою их ими';
const adjective = `${hard} ${ukrainian} ее ие его ей ему ем юю`;
const written: Record<string, string> = {
  // Russian and Ukrainian participles in -ен: подтвержден, подтверждено, подтверждённый, підтверджений.
  p: `- а о ы ${hard.replace(/(?<=^| )/g, 'н')}`,
  u: `- о ${ukrainian}`,
  // Adjectives and participles in -т: новый, принят, принята.
  a: `- а о ы і ${adjective}`,
  // Nouns: отказ, отмена, подтверждение, дубль.
  n: '- а у ом е ы и ов ам ами ах і ів ові',
  f: '- а ы и е у ой ою ей ам ами ах і ю я ї',
  i: 'е я ю ем и й ям ями ях ь',
  m: '- ь я ю ем е и ей ям ями ях і',
  // Past of verbs, with or without -ся, after the vowel.
  v: 'л ла ло ли лся лась лось лись в ла ло ли вся',
  // Spanish, Portuguese, Italian participles and adjectives.
  o: 'o a os as i e',
  // French.
  e: '- e s es',
  // Romanian.
  t: '- a i e ul ata ate',
  // Polish.
  y: 'y a e o i ego ej ych ym',
  // German.
  d: '- e er es en em',
};

const made = new Map<string, ReadonlySet<string>>();

/** The endings of a class, the empty one among them. */
export function endings(kind: string): ReadonlySet<string> {
  let set = made.get(kind);
  if (set === undefined) {
    set = new Set((written[kind] ?? '').split(' ').map((ending) => (ending === '-' ? '' : ending)));
    made.set(kind, set);
  }
  return set;
}

/** Letters of the longest ending. */
export const longestEnding = 4;
