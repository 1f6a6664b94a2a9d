/** What a question of lineage is about: a node, or one column or feature of it. */
export interface Place {
  readonly id: string;
  /** The column of a dataset version or the feature of a feature set version; null: the whole node. */
  readonly member: string | null;
}

/** Different places have different keys, and their order is that of ids, then members. Ids are all of one length. */
export function placeKey({ id, member }: Place): string {
  return member === null ? id : `${id} ${member}`;
}
