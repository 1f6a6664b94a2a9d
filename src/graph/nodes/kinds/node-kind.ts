import { registerEnumType } from 'type-graphql';

/** What a node is. The rooms say which kinds there are, in the definitions that they register; nothing in graph/ branches on one. */
export type NodeKind = Uppercase<string>;

/** Knows which texts are kinds of the running service. */
export interface KnownKinds {
  has(kind: string): kind is NodeKind;
}

/** The enum as decorators name it. The schema fills it with the kinds that are registered: see build-schema.ts. */
export const NodeKindEnum = {};
export const NODE_KIND_ENUM = 'NodeKind';

registerEnumType(NodeKindEnum, { name: NODE_KIND_ENUM, description: 'What a node of the graph is.' });
