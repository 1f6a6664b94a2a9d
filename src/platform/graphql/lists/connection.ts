import { type ClassType, Field, ObjectType } from 'type-graphql';
import { encodeCursor, type PageRequest } from '../../database/keyset.js';

@ObjectType({ description: 'Where a page stands in its list (Relay).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follow; pass endCursor as after to get them.' })
  hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'Whether this page began behind a cursor.' }) hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: 'Cursor of the first item; null on an empty page.' })
  startCursor!: string | null;
  @Field(() => String, { nullable: true, description: 'Cursor of the last item; null on an empty page.' }) endCursor!:
    | string
    | null;
}

export interface Edge<T> {
  readonly node: T;
  readonly cursor: string;
}

/** One page, as the connection types have it. */
export interface Page<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
}

/** The `XConnection` and `XEdge` types of a list that grows. */
export function connectionOf<T extends object>(name: string, nodeType: () => ClassType<T> | (abstract new () => T)) {
  @ObjectType(`${name}Edge`, { description: `One ${name} on a page, and its cursor.` })
  class ConnectionEdge implements Edge<T> {
    @Field(() => nodeType() as ClassType<T>, { description: 'The item.' }) node!: T;
    @Field(() => String, { description: 'Its place in the list; opaque.' }) cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class Connection implements Page<T> {
    @Field(() => [ConnectionEdge], { description: 'The items with their cursors.' }) edges!: ConnectionEdge[];
    @Field(() => [nodeType() as ClassType<T>], { description: 'The items alone.' }) nodes!: T[];
    @Field(() => PageInfo, { description: 'Where the page stands.' }) pageInfo!: PageInfo;
  }
  return Connection;
}

/** Most pages are asked for the cursors of their ends alone. */
class PageEdge<T> implements Edge<T> {
  constructor(
    readonly node: T,
    private readonly cursorValues: () => readonly (string | null)[],
  ) {}

  get cursor(): string {
    return encodeCursor(this.cursorValues());
  }
}

/** Builds a page from `first + 1` rows: the extra one only says that more follow. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  request: PageRequest,
  cursorValues: (row: Row) => readonly (string | null)[],
  nodeOf: (row: Row) => T,
): Page<T> {
  const edges = rows.slice(0, request.first).map((row) => new PageEdge(nodeOf(row), () => cursorValues(row)));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: rows.length > request.first,
      hasPreviousPage: request.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
