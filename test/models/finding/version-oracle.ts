import fc from 'fast-check';

/** A model version as the API tells of it. */
export interface KnownVersion {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly owner: string | null;
  readonly description: string | null;
  readonly createdBy: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly aliases: readonly string[];
  readonly stage: string;
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly signature: readonly { readonly featureSetVersion: { readonly label: string } }[];
}

export type Expression = Readonly<Record<string, unknown>> & {
  readonly and?: readonly Expression[];
  readonly or?: readonly Expression[];
  readonly not?: Expression;
};

const COMPARE = {
  LT: (a: number, b: number) => a < b,
  LTE: (a: number, b: number) => a <= b,
  EQ: (a: number, b: number) => a === b,
  NE: (a: number, b: number) => a !== b,
  GTE: (a: number, b: number) => a >= b,
  GT: (a: number, b: number) => a > b,
} as const;

interface OfVersion {
  readonly stages?: readonly string[];
  readonly aliases?: readonly string[];
  readonly reads?: readonly string[];
  readonly newest?: boolean;
  readonly metrics?: readonly { readonly name: string; readonly op: keyof typeof COMPARE; readonly value: number }[];
}

const some = fc.array;
const OPS = fc.constantFrom('LT', 'LTE', 'EQ', 'NE', 'GTE', 'GT');
const metric = fc.record({ name: fc.constantFrom('auc', 'loss'), op: OPS, value: fc.constantFrom(0, 0.25, 0.5, 1) });

const ofVersion = fc.oneof(
  fc.record({ stages: some(fc.constantFrom('None', 'Staging', 'Production'), { maxLength: 2 }) }),
  fc.record({ aliases: some(fc.constantFrom('champion', 'shadow', 'nobody'), { maxLength: 2 }) }),
  fc.record({ metrics: some(metric, { maxLength: 2 }) }),
  fc.record({ reads: some(fc.constantFrom('traffic@1', 'traffic@2'), { maxLength: 2 }) }),
  fc.record({ newest: fc.boolean() }),
  fc.record({ newest: fc.boolean(), stages: fc.constant(['Production']) }),
);

const atom: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({ names: some(fc.constantFrom('m0', 'm1', 'M%_\\', 'nobody'), { maxLength: 2 }) }),
  fc.record({ nameStartsWith: fc.constantFrom('m', 'M%', '%', '_', '') }),
  fc.record({ nameContains: fc.constantFrom('1', '%', '\\', 'M') }),
  fc.record({ descriptionContains: fc.constantFrom('good', '%') }),
  fc.record({ hasDescription: fc.boolean() }),
  fc.record({ owner: fc.constantFrom('ada', 'bob') }),
  fc.record({ createdBy: fc.constantFrom('ada', 'bob', 'eve') }),
  fc.record({ tags: fc.constantFrom([{ key: 'k', value: '0' }], [{ key: 'k', value: '1' }], []) }),
  fc.record({ hasTags: fc.constantFrom(['k'], ["it's"], []) }),
  fc.record({ modelVersion: ofVersion }),
);

/** Filters of filters. */
export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    fc.record({ and: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({ not: tie('tree') }),
    fc.tuple(atom, tie('tree')).map(([own, not]): Expression => ({ ...own, not })),
  ),
})).tree;

/** Whether a node, which has its versions or is one, fits. */
export function fits(node: Omit<KnownVersion, 'version'>, versions: readonly Facts[], filter: Expression): boolean {
  const inner = (each: Expression) => fits(node, versions, each);
  return Object.entries(filter).every(([field, value]) => {
    switch (field) {
      case 'and':
        return (value as Expression[]).every(inner);
      case 'or':
        return (value as Expression[]).some(inner);
      case 'not':
        return !inner(value as Expression);
      case 'names':
        return (value as string[]).includes(node.name);
      case 'nameStartsWith':
        return node.name.startsWith(value as string);
      case 'nameContains':
        return node.name.includes(value as string);
      case 'descriptionContains':
        return node.description?.includes(value as string) === true;
      case 'hasDescription':
        return (node.description !== null && node.description !== '') === value;
      case 'owner':
        return node.owner === value;
      case 'createdBy':
        return node.createdBy === value;
      case 'tags':
        return (value as KnownVersion['tags']).every((wanted) =>
          node.tags.some(({ key, value: has }) => key === wanted.key && has === wanted.value),
        );
      case 'hasTags':
        return (value as string[]).every((wanted) => node.tags.some(({ key }) => key === wanted));
      case 'modelVersion':
        return versions.some((version) => versionFits(version, value as OfVersion));
      default:
        throw new Error(`the oracle knows no ${field}`);
    }
  });
}

/** A version, and whether it is the newest of its model. */
export interface Facts {
  readonly version: KnownVersion;
  readonly newest: boolean;
}

function versionFits({ version, newest }: Facts, asked: OfVersion): boolean {
  const { stages, aliases, metrics = [], reads } = asked;
  return (
    (stages?.includes(version.stage) ?? true) &&
    (aliases?.some((alias) => version.aliases.includes(alias)) ?? true) &&
    (reads?.some((ref) => version.signature.some((feature) => feature.featureSetVersion.label === ref)) ?? true) &&
    (asked.newest === undefined || asked.newest === newest) &&
    metrics.every(({ name, op, value }) =>
      version.metrics.some((has) => has.name === name && COMPARE[op](has.value, value)),
    )
  );
}
