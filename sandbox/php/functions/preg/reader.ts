/** A pattern's text and how far it has been read. */
export class PatternReader {
  /** The place of what comes next. */
  at = 0;
  /** Characters, or bytes. */
  readonly letters: readonly string[];
  /** Whether it is of characters: the flag `u`. */
  readonly unicode: boolean;

  constructor(source: string, unicode: boolean) {
    this.letters = unicode ? [...source] : source.split('');
    this.unicode = unicode;
  }

  get ended(): boolean {
    return this.at >= this.letters.length;
  }

  /** The letter so many after the next one; '' behind the end. */
  peek(n = 0): string {
    return this.letters[this.at + n] ?? '';
  }

  /** At most so many letters from here on. */
  rest(n: number): string {
    return this.letters.slice(this.at, this.at + n).join('');
  }

  /** The next letter, which is read thereby; '' behind the end. */
  next(): string {
    return this.letters[this.at++] ?? '';
  }

  /** Reads over the next text where it is like that. */
  take(like: RegExp, n: number): RegExpExecArray | null {
    const match = like.exec(this.rest(n));
    if (match !== null) this.at += match[0].length;
    return match;
  }
}
