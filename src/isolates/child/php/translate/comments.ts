/** Comments of the script, put where they stood. */

export interface Comment {
  /** As JavaScript writes it. */
  text: string;
  offset: number;
  line: number;
}

export class Comments {
  private readonly left: Comment[];
  private readonly code: string;

  constructor(left: Comment[], code: string) {
    this.left = left;
    this.code = code;
  }

  /** Those before a place, each on a line of its own, with a blank line where the script has one. */
  before(offset: number, indent: string): string {
    let text = '';
    while (this.left[0] !== undefined && this.left[0].offset < offset) {
      const comment = this.left.shift() as Comment;
      text += `${this.blank(comment.offset)}${indent}${comment.text}\n`;
    }
    return text + this.blank(offset);
  }

  /** That which stands on the line behind a place. */
  behind(offset: number): string {
    const [next] = this.left;
    if (next === undefined || next.offset < offset || /[^ \t,;)\]}]/.test(this.code.slice(offset, next.offset)))
      return '';
    this.left.shift();
    return ` ${next.text}`;
  }

  private blank(offset: number): string {
    return /\n[ \t]*\n[ \t]*$/.test(this.code.slice(0, offset)) ? '\n' : '';
  }
}

export const commentText = (value: string): string =>
  value
    .trim()
    .replace(/^#+/, '//')
    .replace(/\n[ \t]+\*/g, '\n *');
