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

/** The page of a node, by what every answer tells of it; what has none is shown in the picture. */
export function pageOf({
  kind,
  id,
  label,
}: {
  readonly kind: string;
  readonly id: string;
  readonly label: string;
}): string {
  const name = encodeURIComponent(label).replace(/%(?:2F|40|3A)/g, decodeURIComponent);
  if (kind === 'RUN') return `/runs/${id}`;
  if (kind === 'MODEL' || kind === 'MODEL_VERSION') return `/models/${name.replace(/@\d+$/, '')}`;
  if (kind === 'DEPLOYMENT') return `/deployments/${name}`;
  if (kind === 'FEATURE_SET' || kind === 'FEATURE_SET_VERSION') return `/features/${name.replace(/@\d+$/, '')}`;
  return `/lineage/${name}`;
}

/** Pages of the picture are documents of their own. */
export const isPicture = (path: string): boolean => path.startsWith('/lineage/');
