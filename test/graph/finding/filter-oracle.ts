import fc from 'fast-check';

/** A node as the API tells of it, with the versions that it has, or as the only one that it is. */
export interface KnownNode<Version> {
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly description: string | null;
  readonly createdBy: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly versions: readonly Version[];
}

export type Expression = Readonly<Record<string, unknown>> & {
  readonly and?: readonly Expression[];
  readonly or?: readonly Expression[];
  readonly not?: Expression;
};

export const some = <T>(...values: readonly [T, ...T[]]) => fc.array(fc.constantFrom(...values), { maxLength: 2 });

/** What any node is asked. */
const ofAny: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({ names: some('n0', 'n1', 'N%_\\é', 'nobody') }),
  fc.record({ nameStartsWith: fc.constantFrom('n', 'N%', '%', '_', '') }),
  fc.record({ nameContains: fc.constantFrom('1', '%', '\\', 'N') }),
  fc.record({ descriptionContains: fc.constantFrom('good', '%') }),
  fc.record({ hasDescription: fc.boolean() }),
  fc.record({ owner: fc.constantFrom('ada', 'bob') }),
  fc.record({ createdBy: fc.constantFrom('ada', 'bob', 'eve') }),
  fc.record({ tags: fc.constantFrom([{ key: 'k', value: '0' }], [{ key: 'k', value: '1' }], []) }),
  fc.record({ hasTags: fc.constantFrom(['k'], ["it's"], []) }),
);

/** Filters of filters that also ask what versions are asked, in the field of their kind. */
export function expressions(field: string, ofVersion: fc.Arbitrary<object>): fc.Arbitrary<Expression> {
  const atom = fc.oneof({ weight: 1, arbitrary: ofAny }, { weight: 2, arbitrary: fc.record({ [field]: ofVersion }) });
  return fc.letrec<{ tree: Expression }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      atom,
      fc.record({ and: fc.array(tie('tree'), { maxLength: 3 }) }),
      fc.record({ or: fc.array(tie('tree'), { maxLength: 3 }) }),
      fc.record({ not: tie('tree') }),
      fc.tuple(atom, tie('tree')).map(([own, not]): Expression => ({ ...own, not })),
    ),
  })).tree;
}

/** Whether a version fits what it is asked in one field. */
export type VersionFits<Version> = (version: Version, asked: string, value: never) => boolean;

/** Whether a node, which has its versions or is one, fits. */
export function fits<Version>(
  node: KnownNode<Version>,
  filter: Expression,
  versionFits: VersionFits<Version>,
): boolean {
  const inner = (each: Expression) => fits(node, each, versionFits);
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
      case 'createdBy':
        return node[field] === value;
      case 'tags':
        return (value as KnownNode<Version>['tags']).every((wanted) =>
          node.tags.some(({ key, value: has }) => key === wanted.key && has === wanted.value),
        );
      case 'hasTags':
        return (value as string[]).every((wanted) => node.tags.some(({ key }) => key === wanted));
      default:
        return node.versions.some((version) =>
          Object.entries(value as object).every(([asked, wanted]) => versionFits(version, asked, wanted as never)),
        );
    }
  });
}
