import { Field, ID, Int, InterfaceType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { type NodeKind, NodeKindEnum } from './kinds/node-kind.js';
import { Deletion, deletionOf } from './lifecycle/deletion.js';
import { toPublicId } from './node-id.js';
import type { NodeRecord } from './storage/node-record.entity.js';
import { Tag } from './tag.js';

/** Tags as they are answered, by key. */
export function tagsOf(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => make(Tag, { key, value }));
}

/** The interface that every kind implements. A subclass is also the TypeORM entity of the kind's own table. */
@InterfaceType('GraphNode', {
  description: 'Anything in the lineage graph. All kinds share these fields.',
  // Which kinds there are is for the rooms to say.
  autoRegisterImplementations: false,
})
export abstract class GraphNode {
  /** Set by the node store right after loading; not a column. */
  node!: NodeRecord;

  @Field(() => ID, {
    description: 'Type-prefixed, time-sortable id, such as `dataset_01j…`. Usable wherever a Ref is.',
  })
  get id(): string {
    return toPublicId(this.node.kind, this.node.id);
  }

  @Field(() => NodeKindEnum, { description: 'What it is.' })
  get kind(): NodeKind {
    return this.node.kind;
  }

  @Field(() => String, { description: 'The project it belongs to.' })
  get project(): string {
    return this.node.project;
  }

  @Field(() => String, { description: 'Its name; unique per kind within the project (versions and runs excepted).' })
  get name(): string {
    return this.node.name;
  }

  @Field(() => Int, { nullable: true, description: 'Its version, from 1; null for kinds without versions.' })
  get version(): number | null {
    return this.node.version;
  }

  @Field(() => String, {
    description:
      'What people write to refer to it: `flights`, `flights@3`, `production/flight-delay`; in quotes where a name could be read as something else: `"My Experiment"`. A run, which its id alone refers to, has its name as it is.',
  })
  get label(): string {
    return this.node.label ?? this.node.name;
  }

  @Field(() => String, { nullable: true, description: 'What it is for, in words. Editable with updateNode.' })
  get description(): string | null {
    return this.node.description;
  }

  @Field(() => [Tag], { description: 'Its tags, by key. Editable with updateNode.' })
  get tags(): Tag[] {
    return tagsOf(this.node.tags);
  }

  @Field(() => String, { nullable: true, description: 'Who answers for it. Editable with updateNode.' })
  get owner(): string | null {
    return this.node.owner;
  }

  @Field(() => DateTime, { description: 'When it was registered.' })
  get createdAt(): Date {
    return this.node.createdAt;
  }

  @Field(() => String, {
    description: 'Who registered it: the `headwater-user` header of that request, or `local`.',
  })
  get createdBy(): string {
    return this.node.createdBy;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was deleted; it stays in the lineage. Null while it lives.',
  })
  get deletedAt(): Date | null {
    return this.node.deletedAt;
  }

  @Field(() => Deletion, {
    nullable: true,
    description: 'By whom, when and why it was deleted. Null while it lives.',
  })
  get deletion(): Deletion | null {
    return deletionOf(this.node);
  }
}
