import { CHANGES_ASKED, type ChangeAsked } from '../graph/impact-words.js';
import type { Window } from '../graph/shown-graph.js';
import type { Flow } from '../layout/boxes.js';

/** What a person has done to a picture: enough to draw it again, so that it fits into a link. */
export interface PictureView {
  readonly asOf?: string | undefined;
  /** Versions are drawn as what they are versions of. */
  readonly folded: boolean;
  /** Everything that is there is drawn, as far as a picture goes. */
  readonly all: boolean;
  readonly flow?: Flow | undefined;
  readonly table: boolean;
  /** What was opened, paged or folded since the picture was first seen; null is folded. */
  readonly windows: Readonly<Record<string, Window | null>>;
  /** Cards that show their columns or features. */
  readonly rows: readonly string[];
  readonly selected?: string | undefined;
  /** Ways between two nodes. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** What would be hit if something were done to this node: what (DROP if left out). */
  readonly impact?: string | undefined;
  readonly asked?: ChangeAsked | undefined;
  /** Two model versions drawn as one graph. */
  readonly diff?: readonly [string, string] | undefined;
}

export const FIRST_VIEW: PictureView = { folded: false, all: false, table: false, windows: {}, rows: [] };

export type ChangeView = (change: Partial<PictureView>) => void;

/** Whether the picture became another one, so that the button Back should lead to the one before. */
export function isAnother(a: PictureView, b: PictureView): boolean {
  return (
    a.folded !== b.folded ||
    a.all !== b.all ||
    a.table !== b.table ||
    a.to !== b.to ||
    a.impact !== b.impact ||
    a.diff?.join(' ') !== b.diff?.join(' ')
  );
}

/** The view as the search part of an address. */
export function viewToSearch(view: PictureView): string {
  const search = new URLSearchParams();
  const put = (name: string, value: string | undefined) =>
    value !== undefined && value !== '' && search.set(name, value);
  put('asOf', view.asOf);
  put('as', view.folded ? 'names' : undefined);
  put('show', view.all ? 'all' : undefined);
  put('flow', view.flow?.toLowerCase());
  put('view', view.table ? 'table' : undefined);
  put('open', Object.entries(view.windows).map(windowText).join(','));
  put('rows', view.rows.join(','));
  put('select', view.selected);
  put('from', view.from);
  put('to', view.to);
  put('impact', view.impact);
  put('change', view.asked?.toLowerCase());
  put('diff', view.diff?.[0]);
  put('with', view.diff?.[1]);
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export function viewFromSearch(text: string): PictureView {
  const search = new URLSearchParams(text);
  const get = (name: string) => search.get(name) ?? undefined;
  const list = (name: string) => (get(name) ?? '').split(',').filter((each) => each !== '');
  const asked = get('change')?.toUpperCase() ?? '';
  const [diff, other, flow] = [get('diff'), get('with'), get('flow')?.toUpperCase()];
  return {
    asOf: get('asOf'),
    folded: get('as') === 'names',
    all: get('show') === 'all',
    flow: flow === 'DOWN' || flow === 'RIGHT' ? flow : undefined,
    table: get('view') === 'table',
    windows: Object.fromEntries(list('open').flatMap(readWindow)),
    rows: list('rows'),
    selected: get('select'),
    from: get('from'),
    to: get('to'),
    impact: get('impact'),
    asked: asked in CHANGES_ASKED ? (asked as ChangeAsked) : undefined,
    diff: diff === undefined || other === undefined ? undefined : [diff, other],
  };
}

function windowText([key, window]: [string, Window | null]): string {
  return window === null ? `${key}*0` : `${key}*${window.take}*${window.at}`;
}

function readWindow(text: string): [string, Window | null][] {
  const [key, take, at] = text.split('*');
  if (key === undefined || !/^\d{1,5}$/.test(take ?? '') || !/^\d{0,9}$/.test(at ?? '')) return [];
  return [[key, Number(take) === 0 ? null : { take: Number(take), at: Number(at ?? 0) }]];
}
