import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../../platform/make.js';

@ObjectType({ description: 'By whom, when and why something was deleted.' })
export class Deletion {
  @Field(() => DateTime, { description: 'When.' }) at!: Date;
  @Field(() => String, { description: 'Who asked for it, or for the deletion of what it belonged to.' }) by!: string;
  @Field(() => String, { nullable: true, description: 'Why, as deleteNode was told; null where it was not.' })
  reason!: string | null;
}

/** What a row of the `node` table says of its deletion; null while the node lives. */
export function deletionOf(row: {
  readonly deletedAt: Date | null;
  readonly deletedBy: string | null;
  readonly deleteReason: string | null;
}): Deletion | null {
  if (row.deletedAt === null) return null;
  const deletion = { at: row.deletedAt, by: row.deletedBy ?? 'unknown', reason: row.deleteReason };
  return make(Deletion, deletion);
}
