import type { GraphQLResolveInfo } from 'graphql';
import { ObjectType } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import { GetterField } from '../../platform/graphql/getter-field.js';
import { make } from '../../platform/make.js';
import { IncompleteReason } from '../walk/lineage-enums.js';
import { compareDatasets } from './compare-datasets.js';
import { comparePins } from './compare-features.js';
import { compareEdges, compareNodes } from './compare-graphs.js';
import { compareCode, compareMetrics, compareParameters, compareRunMetrics } from './compare-values.js';
import type { DiffShapes } from './diff-shapes.js';
import type { Differing } from './difference.js';
import {
  CodeDifference,
  ColumnDifference,
  DatasetDifference,
  EdgeDifference,
  FeatureDifference,
  LeftOut,
  NodeDifference,
  ValueDifference,
} from './difference.types.js';
import type { FrozenGraph } from './frozen-graph.js';
import type { SeenLineage } from './read-frozen.js';

/** What isn't asked for isn't compared. */
@ObjectType({
  description:
    'How what one model version was made from differs from what another was made from, by their frozen lineages: as both stood when they were registered, whatever happened since. `nodes` and `edges` tell everything; the other lists tell what people ask about first.',
})
export class LineageDiff {
  constructor(
    private readonly versions: { readonly from: ModelVersion; readonly to: ModelVersion },
    private readonly lineages: { readonly from: SeenLineage; readonly to: SeenLineage },
    private readonly shapes: DiffShapes,
  ) {}

  private get graphs(): { readonly from: FrozenGraph; readonly to: FrozenGraph } {
    return { from: this.lineages.from.graph, to: this.lineages.to.graph };
  }

  @GetterField(() => ModelVersion, { description: 'The first.' })
  get from(): ModelVersion {
    return this.versions.from;
  }

  @GetterField(() => ModelVersion, { description: 'The second.' })
  get to(): ModelVersion {
    return this.versions.to;
  }

  @GetterField(() => Boolean, { description: 'Whether all that lies upstream of both was compared.' })
  get complete(): boolean {
    return this.incompleteBecause === null;
  }

  @GetterField(() => IncompleteReason, {
    nullable: true,
    description:
      'NODE_LIMIT where one was frozen without something, which `leftOut` tells; ACCESS where some of it lies in projects that you may not see, and was not compared.',
  })
  get incompleteBecause(): IncompleteReason | null {
    const { from, to } = this.lineages;
    if (this.leftOut !== null) return IncompleteReason.NODE_LIMIT;
    return from.isVeiled || to.isVeiled ? IncompleteReason.ACCESS : null;
  }

  @GetterField(() => LeftOut, {
    nullable: true,
    description:
      'What the documents say that they were frozen without, because too much lies upstream: what stands in one only may have been left out of the other. Null where both are whole.',
  })
  get leftOut(): LeftOut | null {
    const { from, to } = this.lineages;
    if (from.leftOut === undefined && to.leftOut === undefined) return null;
    return make(LeftOut, { before: from.leftOut ?? null, after: to.leftOut ?? null });
  }

  @GetterField(() => [FeatureDifference], {
    description:
      'Features that only one reads, or that are pinned, placed, typed or sourced otherwise, in the order of their names.',
  })
  get features(): FeatureDifference[] {
    const { from, to } = this.graphs;
    return comparePins(from, to).map((feature) => make(FeatureDifference, feature));
  }

  @GetterField(() => [DatasetDifference], {
    description: 'Datasets of which other versions lie upstream, and how their schemas differ.',
  })
  get datasets(): DatasetDifference[] {
    return compareDatasets(this.graphs.from, this.graphs.to).map(({ key, change, before, after, columns }) =>
      make(DatasetDifference, {
        dataset: key,
        label: (after ?? before)?.label ?? key,
        change,
        before: (before?.versions ?? []).map(({ label }) => label),
        after: (after?.versions ?? []).map(({ label }) => label),
        columns: columns.map((column) => make(ColumnDifference, { column: column.key, ...sidesOf(column) })),
      }),
    );
  }

  @GetterField(() => [CodeDifference], {
    description: 'The code of the run that made each, and the transformations of the feature sets that they read.',
  })
  get code(): CodeDifference[] {
    return compareCode(this.graphs.from, this.graphs.to).map((differing) =>
      make(CodeDifference, { featureSet: differing.key === '' ? null : differing.key, ...sidesOf(differing) }),
    );
  }

  @GetterField(() => [ValueDifference], {
    description: 'Parameters of the run that made each, as they were logged until it was registered.',
  })
  get parameters(): ValueDifference[] {
    return valuesOf(compareParameters(this.graphs.from, this.graphs.to));
  }

  @GetterField(() => [ValueDifference], { description: 'Metrics that each was registered with.' })
  get metrics(): ValueDifference[] {
    return valuesOf(compareMetrics(this.graphs.from, this.graphs.to));
  }

  @GetterField(() => [ValueDifference], {
    description: 'Metrics of the run that made each, the last value that was logged until it was registered.',
  })
  get runMetrics(): ValueDifference[] {
    return valuesOf(compareRunMetrics(this.graphs.from, this.graphs.to));
  }

  @GetterField(() => [NodeDifference], {
    description:
      'Every node that differs, by id. Applied to the nodes of the first document, these give the nodes of the second.',
  })
  nodes(_args: object, context: GraphqlContext, info: GraphQLResolveInfo): Promise<NodeDifference[]> {
    return this.shapes.nodes(context, info, compareNodes(this.graphs.from, this.graphs.to));
  }

  @GetterField(() => [EdgeDifference], {
    description:
      'Every edge that differs. Applied to the edges of the first document, these give the edges of the second.',
  })
  edges(_args: object, context: GraphqlContext, info: GraphQLResolveInfo): Promise<EdgeDifference[]> {
    return this.shapes.edges(context, info, compareEdges(this.graphs.from, this.graphs.to));
  }
}

function valuesOf(differing: readonly Differing<unknown>[]): ValueDifference[] {
  return differing.map((each) => make(ValueDifference, { name: each.key, ...sidesOf(each) }));
}

function sidesOf<Value>({ change, before, after }: Pick<Differing<Value>, 'change' | 'before' | 'after'>) {
  return { change, before: before ?? null, after: after ?? null };
}
