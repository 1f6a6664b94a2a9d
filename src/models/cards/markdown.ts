/** More characters of one text than this don't stand in a card; nor in one cell of a table or one item of a list. */
const LONGEST = 20_000;
const LONGEST_CELL = 500;

/** What is not seen, or turns the direction of what follows; joiners stay, as letters and emoji need them. */
const UNSEEN = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\p{Cs}/gu;

/** Text as Markdown shows it, character for character, in one line: nothing of it is a heading, a link, HTML or the end of a cell. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .replace(UNSEEN, '\ufffd')
    .replace(/[\\`*{}[\]#|~^$!]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/(mailto|xmpp):/gi, '$1\\:')
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}\\.`)
    .replace(/^( *)([-+=])/, '$1\\$2')
    .replace(/^( *\d+)([.)])(?= |$)/, '$1\\$2');
}

/** Paragraphs that somebody wrote, each escaped. */
export function paragraphs(text: string): string {
  const parts = cut(text, LONGEST).split(/\r?\n[^\S\n]*\r?\n/);
  return parts
    .map((part) => escapeMarkdown(part.trim()))
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A table; its cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(short).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** A list; its items are escaped. */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${short(item)}`).join('\n');
}

function short(text: string): string {
  return escapeMarkdown(cut(text, LONGEST_CELL).trim());
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)} … (${text.length - most} characters more)`;
}
