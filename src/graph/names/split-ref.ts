import type { Member, RefParts } from './format-ref.js';
import { placeOf } from './free-name.js';

/** A text in its parts, or which character at which place makes it none. Nothing is said of what the parts may be. */
export type SplitRef =
  | {
      readonly ok: true;
      readonly parts: RefParts;
      /** What stands before ":", as it is written: it may be an id. */
      readonly stem: string;
    }
  | { readonly ok: false; readonly problem: string };

type Mark = '' | '/' | '@' | ':' | '~';

interface Piece {
  readonly mark: Mark;
  readonly text: string;
  readonly quoted: boolean;
  /** Where its mark stands. */
  readonly at: number;
  readonly end: number;
}

/** In this order, each at most once. */
const MARKS: readonly Mark[] = ['', '/', '@', ':'];
/** Only features have roles; anywhere else "~" is a stray character. */
const MARKS_OF_FEATURES: readonly Mark[] = [...MARKS, '~'];
const QUOTED = /"((?:[^"]|"")*)"/y;
const BARE = /[^\s"@:/~]*/y;

/*   "s3://bucket/a ""b"""@3:delay        a name in quotes, a version, a column
 *   production/flight-delay              an environment and a deployment
 *   airport_traffic@2:*~origin           all features in a role, where roles are taken       */
/** Splits what people write, in one pass. Never throws. */
export function splitRef(text: string, { roles = false }: { readonly roles?: boolean } = {}): SplitRef {
  const marks = roles ? MARKS_OF_FEATURES : MARKS;
  const pieces: Partial<Record<Mark, Piece>> = {};
  let last = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; ) {
    const mark = pieces[''] === undefined ? '' : markAt(text, at, marks);
    if (mark === undefined) return refuse(strayCharacter(text, at, quoted));
    const order = marks.indexOf(mark);
    if (pieces[mark] !== undefined) return refuse(`"${mark}" stands in it more than once${place(text, at)}`);
    if (order < last) return refuse(`"${mark}" stands after "${marks[last]}"${place(text, at)}`);
    const piece = readPiece(text, mark, at);
    if (piece === undefined) return refuse(`the quotation mark${place(text, at + mark.length)} is never closed`);
    ({ quoted, end: at } = piece);
    if (piece.text === '' && (at === text.length || markAt(text, at, marks) !== undefined))
      return refuse(mark === '' || mark === '/' ? 'a name is missing in it' : `nothing stands after "${mark}"`);
    pieces[mark] = piece;
    last = order;
    if (at === text.length) break;
  }
  const member = pieces[':'];
  return {
    ok: true,
    parts: {
      name: pieces['']?.text ?? '',
      child: pieces['/']?.text,
      version: pieces['@']?.text,
      member: member && memberOf(member),
      role: pieces['~']?.text,
    },
    stem: text.slice(0, member?.at),
  };
}

function readPiece(text: string, mark: Mark, at: number): Piece | undefined {
  const from = at + mark.length;
  const quoted = text[from] === '"';
  const pattern = quoted ? QUOTED : BARE;
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const written = match[1]?.replaceAll('""', '"') ?? match[0];
  return { mark, text: written, quoted, at, end: from + match[0].length };
}

function memberOf({ text, quoted }: Piece): Member {
  return text === '*' && !quoted ? 'ALL' : { name: text };
}

function markAt(text: string, at: number, marks: readonly Mark[]): Mark | undefined {
  return marks.find((mark) => mark !== '' && mark === text[at]);
}

/** What is neither a part of a name nor a mark. */
function strayCharacter(text: string, at: number, afterQuotes: boolean): string {
  const character = text[at] ?? '';
  if (afterQuotes)
    return `${JSON.stringify(character)}${place(text, at)} follows a closing quotation mark; a quotation mark within a name is written twice`;
  if (character === '"')
    return `a quotation mark stands within a name${place(text, at)}; put the whole name in quotes, and write the mark twice`;
  if (character === '~')
    return `"~"${place(text, at)} stands before a role, and none is taken here; a name that has it is written in quotes`;
  const what = character === ' ' ? 'a space' : `white space (${JSON.stringify(character)})`;
  return `${what} stands within a name${place(text, at)}, and a name that has one is written in quotes`;
}

function place(text: string, at: number): string {
  return ` (character ${placeOf(text, at)})`;
}

function refuse(problem: string): SplitRef {
  return { ok: false, problem };
}
