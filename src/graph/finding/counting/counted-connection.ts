import type { GraphQLResolveInfo } from 'graphql';
import { type ClassType, Field, Info, Int, ObjectType, Root } from 'type-graphql';
import { type Edge, type Page, PageInfo } from '../../../platform/graphql/lists/connection.js';
import { selectedNames } from '../../../platform/graphql/lists/selected-items.js';
import type { ListedKind } from '../listed-kind.js';
import { facetsOf } from './common-facets.js';
import type { CountedValue } from './count-nodes.sql.js';
import { COUNT_PRICE } from './within-count-time.js';

/** A page, and how the nodes of all pages are counted. */
export interface CountedNodes<T> extends Page<T> {
  readonly countAll: () => Promise<number>;
  readonly countValues: (facets: readonly string[]) => Promise<readonly CountedValue[]>;
}

@ObjectType({ description: 'How many of the nodes that fit have a value.' })
class ValueCount {
  @Field(() => String, { description: 'The value.' }) value!: string;
  @Field(() => Int, { description: 'So many have it.' }) count!: number;
}

@ObjectType({ description: 'How many of the nodes that fit have a tag.' })
class TagCount {
  @Field(() => String, { description: 'Its key.' }) key!: string;
  @Field(() => String, { description: 'Its value.' }) value!: string;
  @Field(() => Int, { description: 'So many have it.' }) count!: number;
}

/** The `XConnection`, `XEdge` and `XFacets` types of a list that is counted. */
export function countedConnectionOf<T extends object>(listed: ListedKind, nodeType: () => ClassType<T>) {
  const { name } = listed;
  const Facets = facetsTypeOf(listed);

  @ObjectType(`${name}Edge`, { description: `One ${name} on a page, and its cursor.` })
  class ConnectionEdge implements Edge<T> {
    @Field(() => nodeType(), { description: 'The item.' }) node!: T;
    @Field(() => String, { description: 'Its place in the list; opaque.' }) cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class Connection implements Page<T> {
    @Field(() => [ConnectionEdge], { description: 'The items with their cursors.' }) edges!: ConnectionEdge[];
    @Field(() => [nodeType()], { description: 'The items alone.' }) nodes!: T[];
    @Field(() => PageInfo, { description: 'Where the page stands.' }) pageInfo!: PageInfo;

    @Field(() => Int, {
      nullable: true,
      complexity: COUNT_PRICE.total,
      description:
        'How many fit, on all pages: exact, and counted only if asked for, in at most 5 seconds. Where that is not enough it is null, with the error TIMEOUT, and the page is given all the same.',
    })
    totalCount(@Root() page: CountedNodes<T>): Promise<number> {
      return page.countAll();
    }

    @Field(() => Facets, {
      nullable: true,
      complexity: COUNT_PRICE.facets,
      description:
        'How many of those that fit, on all pages, have which value: exact, and counted only if asked for, in at most 5 seconds. Null with the error TIMEOUT where that is not enough.',
    })
    async facets(@Root() page: CountedNodes<T>, @Info() info: GraphQLResolveInfo): Promise<object> {
      const asked = [...selectedNames(info)].filter((field) => field in facetsOf(listed));
      const found = asked.length === 0 ? [] : await page.countValues(asked);
      return Object.assign(
        new Facets(),
        Object.fromEntries(asked.map((facet) => [facet, found.filter(({ counted }) => counted === facet)])),
      );
    }
  }
  return Connection;
}

function facetsTypeOf(listed: ListedKind): ClassType<object> {
  @ObjectType(`${listed.name}Facets`, {
    description:
      'What the nodes that fit have in common, counted over all pages: of each kind the values that most have, at most 100, the most common first. Only what is asked for is counted.',
  })
  class Facets {}
  for (const [field, { shape, description }] of Object.entries(facetsOf(listed)))
    Field(() => [shape === 'TAGS' ? TagCount : ValueCount], { description })(Facets.prototype, field);
  return Facets;
}
