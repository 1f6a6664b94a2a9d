import { Field, ObjectType } from 'type-graphql';
import { formatName } from '../../graph/names/format-ref.js';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { make } from '../../platform/make.js';
import type { Place } from './place.js';

@ObjectType({ description: 'A place on the way through the graph: a node, or one column or feature of it.' })
export class PlaceNode {
  @Field(() => GraphNode, { description: 'The node; deleted ones stay in the lineage, marked so.' }) node!: GraphNode;
  @Field(() => String, {
    nullable: true,
    description: 'The column of a dataset version, or the feature of a feature set version; null: the whole node.',
  })
  member!: string | null;

  @Field(() => String, {
    description: 'What people call it: `flights@3:delay`, `airport_traffic@2:mean_delay_3h`, `flight_delay@4`.',
  })
  label!: string;
}

export function placeNode({ member }: Place, node: GraphNode): PlaceNode {
  return make(PlaceNode, { node, member, label: placeLabel(node.label, member) });
}

export function placeLabel(label: string, member: string | null): string {
  return member === null ? label : `${label}:${formatName(member)}`;
}
