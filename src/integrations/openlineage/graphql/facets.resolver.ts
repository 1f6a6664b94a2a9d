import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { BatchLoad, GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import { GraphNode } from '../../../graph/nodes/graph-node.js';
import type { Database } from '../../../platform/database/database.js';
import { JsonObject } from '../../../platform/graphql/scalars/json.scalar.js';
import { RawJson } from '../../../platform/graphql/scalars/raw-json.js';
import { groupBy } from '../../../platform/group-by.js';
import { make } from '../../../platform/make.js';
import { Run } from '../../../runs/record/run.entity.js';
import { type FacetPart, type FacetRow, selectFacets } from '../applying/facet.sql.js';
import { DERIVED } from '../applying/told-facets.js';

@ObjectType({ description: 'What OpenLineage told of a dataset as a run read or wrote it.' })
export class FacetsOfDataset {
  @Field(() => GraphNode, { description: 'The dataset.' }) dataset!: GraphNode;
  @Field(() => Boolean, { description: 'Whether the run wrote it; false: it read it.' }) isOutput!: boolean;
  @Field(() => JsonObject, { description: 'Its input or output facets by name, as they were sent.' }) facets!: RawJson;
}

@Resolver(() => GraphNode)
export class NodeFacetsResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => JsonObject, {
    description:
      'What producers of OpenLineage told of it: facets by name, each as it was sent last. Empty for what none told of.',
  })
  async facets(@Root() { node }: GraphNode, @Ctx() context: GraphqlContext): Promise<RawJson> {
    context.demand('graph:read');
    return jsonOf(await context.load(batchOf(this.database, 'OWN'), node.id, 'facets'));
  }
}

@Resolver(() => Run)
export class RunFacetsResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [FacetsOfDataset], {
    description: 'What OpenLineage told of the datasets as the run read and wrote them, such as how many rows.',
  })
  async datasetFacets(@Root() run: Run, @Ctx() context: GraphqlContext): Promise<FacetsOfDataset[]> {
    context.demand('graph:read');
    const inputs = context.load(batchOf(this.database, 'INPUT'), run.nodeId, 'input facets');
    const outputs = context.load(batchOf(this.database, 'OUTPUT'), run.nodeId, 'output facets');
    const told = [...groupBy(await inputs, ({ about }) => about)].map(([id, rows]) => ({ id, rows, isOutput: false }));
    for (const [id, rows] of groupBy(await outputs, ({ about }) => about)) told.push({ id, rows, isOutput: true });
    const nodes = await Promise.all(told.map(({ id }) => context.nodes.load(id)));
    return told.flatMap(({ rows, isOutput }, index) => {
      const dataset = nodes[index];
      return dataset == null ? [] : make(FacetsOfDataset, { dataset, isOutput, facets: jsonOf(rows) });
    });
  }
}

function batchOf(database: Database, part: FacetPart): BatchLoad<string, readonly FacetRow[]> {
  return async (ids) => {
    const told = (await selectFacets(database, ids, part)).filter(({ name }) => name !== DERIVED);
    const facets = groupBy(told, ({ nodeId }) => nodeId);
    return ids.map((id) => facets.get(id) ?? []);
  };
}

/** Of facets of one name the last counts. */
function jsonOf(rows: readonly FacetRow[]): RawJson {
  const byName = new Map(rows.map(({ name, content }) => [name, content]));
  const fields = [...byName].map(([name, content]) => `${JSON.stringify(name)}:${content}`);
  return new RawJson(`{${fields.join(',')}}`);
}
