import { cutText } from '../../../sandbox/contract/edit.ts';
import type { Notice } from '../../db/schema/intake.ts';
import { headlineOf, type Language, phrases, reasonOf } from './words.ts';

/** Everything that a letter about one subject says. */
export interface Told {
  language: Language;
  /** What people call the pipeline, or the check and its offer. */
  subject: string;
  notices: readonly Notice[];
  /** How many things happened, those in words included. */
  count: number;
  /** What the CRM answered last, for checks. */
  answer: string | null;
  /** Of the console. */
  publicUrl: string;
  /** The page of the subject, `/pipelines/5`. */
  page: string;
}

export interface Composed {
  subject: string;
  text: string;
  html: string;
}

const longestSubject = 150;

/** A letter as plain text and as HTML, which say the same. */
export function composeLetter({ language, subject, notices, count, answer, publicUrl, page }: Told): Composed {
  const words = phrases[language];
  const paragraphs: Paragraph[] = notices.flatMap((notice): Paragraph[] => {
    const link = `${publicUrl}${notice.operationId === undefined ? page : `/operations/${notice.operationId}`}`;
    const reason = reasonOf(notice, language);
    return [
      { kind: 'headline', text: headlineOf(notice, subject, language) },
      { kind: 'text', text: notice.recovered ? `${words.was}: ${reason}` : reason },
      { kind: 'link', text: words.open, link },
    ];
  });
  if (count > notices.length) paragraphs.push({ kind: 'text', text: words.more(count - notices.length) });
  if (answer !== null) paragraphs.push({ kind: 'quote', text: answer, title: words.answered });
  const [first] = notices;
  const headline = first === undefined ? subject : headlineOf(notices.at(-1) ?? first, subject, language);
  const more = count > 1 ? ` (${count})` : '';
  return {
    // A line break would begin another header.
    subject: `Sverka: ${cutText(headline.replace(/\s+/g, ' '), longestSubject)}${more}`,
    text: `${paragraphs.map(asText).join('\n\n')}\n`,
    html: `<!doctype html><html lang="${language}"><meta charset="utf-8"><body>${paragraphs.map(asHtml).join('')}</body></html>`,
  };
}

type Paragraph =
  | { kind: 'headline' | 'text'; text: string }
  | { kind: 'link'; text: string; link: string }
  | { kind: 'quote'; text: string; title: string };

function asText(paragraph: Paragraph): string {
  if (paragraph.kind === 'link') return `${paragraph.text}: ${paragraph.link}`;
  if (paragraph.kind === 'quote') return `${paragraph.title}:\n${paragraph.text.replace(/^/gm, '> ')}`;
  return paragraph.text;
}

function asHtml(paragraph: Paragraph): string {
  const text = escaped(paragraph.text).replaceAll('\n', '<br>');
  switch (paragraph.kind) {
    case 'headline':
      return `<h3>${text}</h3>`;
    case 'text':
      return `<p>${text}</p>`;
    case 'link':
      return `<p><a href="${escaped(paragraph.link)}">${text}</a></p>`;
    case 'quote':
      return `<p>${escaped(paragraph.title)}:</p><pre>${text}</pre>`;
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
