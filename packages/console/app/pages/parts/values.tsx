import { Link } from 'react-router';
import { KindMark } from '../../header/kind-mark.js';
import { isPicture, pageOf } from '../../header/places.js';
import { projectPrefix } from '../../lineage/page/addresses.js';
import { shortened } from '../../lineage/view/card/card-size.js';

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Relative, with the exact time for who points at it. */
export function Ago({ time }: { readonly time: string | null | undefined }) {
  if (time == null) return null;
  const seconds = (Date.now() - Date.parse(time)) / 1_000;
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
  return (
    <time dateTime={time} title={time}>
      {new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.round(seconds / size), unit)}
    </time>
  );
}

/** How long something took; of what goes on, until now. */
export function duration(from: string | null, until: string | null): string {
  if (from === null) return '';
  const seconds = ((until === null ? Date.now() : Date.parse(until)) - Date.parse(from)) / 1_000;
  if (seconds < 60) return `${Number(seconds.toPrecision(3))} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.round((seconds % 3_600) / 60)} min`;
}

/** Four figures tell two runs apart; more are noise. */
export function figure(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : value == null ? '' : String(value);
}

/** The first few, and how many more there are. */
export function firstOf(words: readonly string[], most: number, between = ', '): string {
  const more = words.length - most;
  return `${words.slice(0, most).join(between)}${more > 0 ? ` and ${more} more` : ''}`;
}

export interface Named {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
}

/** A node, with its kind, leading to its page. */
export function NodeLink({ node }: { readonly node: Named }) {
  const path = pageOf(node);
  const content = (
    <>
      <KindMark kind={node.kind} /> <bdi>{shortened(node.label, 60)}</bdi>
    </>
  );
  return isPicture(path) ? (
    <a className="node-link" href={projectPrefix() + path} title={shortened(node.label, 500)}>
      {content}
    </a>
  ) : (
    <Link className="node-link" to={path} title={shortened(node.label, 500)}>
      {content}
    </Link>
  );
}
