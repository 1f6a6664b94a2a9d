/** What the side bar leads to, beside GraphiQL itself. */
export interface Place {
  readonly path: string;
  readonly word: string;
  /** An SVG path in a box of 16. */
  readonly icon: string;
}

export const PLACES: readonly Place[] = [
  { path: '/runs', word: 'Runs', icon: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM6.5 5.2v5.6L11 8z' },
  { path: '/models', word: 'Models', icon: 'M8 1.5 14.5 8 8 14.5 1.5 8z' },
  { path: '/deployments', word: 'Deployments', icon: 'M8 1.5 14 13.5H2zM8 6v4' },
  { path: '/features', word: 'Features', icon: 'M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z' },
  { path: '/changes', word: 'Changes', icon: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 4.5V8l2.5 2' },
];

/** What every answer tells of a node. */
export interface Named {
  readonly kind: string;
  readonly id: string;
  readonly label: string;
}

/** What need not be escaped stays, for people read it: `production/flight-delay`, `flights@1`. */
const written = (ref: string): string => encodeURIComponent(ref).replace(/%(?:2F|40|3A)/g, decodeURIComponent);

const withoutVersion = (label: string): string => label.replace(/@\d+$/, '');

/** The page of a node; what has none is shown in the picture. */
export function pageOf(node: Named): string {
  const { kind, id, label } = node;
  const list = listOf(kind)?.path;
  if (list === undefined) return pictureOf(node);
  if (kind === 'RUN') return `${list}/${id}`;
  return `${list}/${written(kind === 'DEPLOYMENT' ? label : withoutVersion(label))}`;
}

/** The picture of a node. A run has nothing but its id to be called by, and neither has what shares its name with another kind. */
export function pictureOf({ kind, id, label }: Named, others: readonly Named[] = []): string {
  const isShared = others.some((other) => other.id !== id && other.label === label);
  return `/lineage/${written(kind === 'RUN' || isShared ? id : label)}`;
}

/** Pages of the picture are documents of their own. */
export const isPicture = (path: string): boolean => path.startsWith('/lineage/');

/** Where all of a kind are listed; undefined where nothing does. */
export function listOf(kind: string): Place | undefined {
  const path = LISTS[kind.replace(/_VERSION$/, '')];
  return PLACES.find((place) => place.path === path);
}

const LISTS: Readonly<Record<string, string>> = {
  RUN: '/runs',
  MODEL: '/models',
  DEPLOYMENT: '/deployments',
  FEATURE_SET: '/features',
};
