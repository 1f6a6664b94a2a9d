import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { OnGraph } from '../../../graph/graph.js';
import type { BatchLoad, GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import { Ref } from '../../../graph/references/ref.scalar.js';
import { pageRequest } from '../../../platform/database/keyset.js';
import { connectionOf, type Page, pageOf } from '../../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../../platform/graphql/lists/page-arguments.js';
import { groupBy } from '../../../platform/group-by.js';
import { ModelVersion } from '../../versions/model-version.entity.js';
import { TO } from '../policies/policy.input.js';
import { PromotionPolicy } from '../policies/policy.js';
import { selectPoliciesById } from '../policies/policy.sql.js';
import { evaluateGate } from './evaluate-gate.js';
import { GateEvaluation, GateVerdict, RuleOutcome } from './gate.js';
import { type ListedEvaluation, selectEvaluations } from './gate.sql.js';

const GateEvaluationConnection = connectionOf('GateEvaluation', () => GateEvaluation);

@Resolver(() => GateEvaluation)
export class GateResolver {
  constructor(private readonly room: OnGraph) {}

  @Query(() => GateEvaluation, {
    description:
      'What the gate in front of a stage or an alias finds of a version: every rule with its numbers. It is kept: as long as nothing that the gate looks at changes, asking again gives the same evaluation. Nothing is promoted.',
  })
  evaluateGate(
    @Arg('modelVersion', () => Ref, { description: 'The model version: `flight_delay@2`.' }) modelVersion: string,
    @Arg('to', () => String, { description: TO }) to: string,
    @Ctx() context: GraphqlContext,
  ): Promise<GateEvaluation> {
    return evaluateGate(this.room, context, { modelVersion, to });
  }

  @FieldResolver(() => Boolean, { description: 'Whether no rule that blocks is failed.' })
  passed(@Root() { verdict }: GateEvaluation): boolean {
    return verdict !== GateVerdict.FAILED;
  }

  @FieldResolver(() => Int, { description: 'How many rules are failed, those that only warn included.' })
  failures(@Root() { rules }: GateEvaluation): number {
    return rules.filter(({ outcome }) => outcome === RuleOutcome.FAILED).length;
  }

  @FieldResolver(() => ModelVersion, { description: 'The version.' })
  modelVersion(@Root() evaluation: GateEvaluation, @Ctx() context: GraphqlContext): Promise<ModelVersion> {
    return context.node(ModelVersion, evaluation.modelVersionId);
  }

  @FieldResolver(() => ModelVersion, {
    nullable: true,
    description:
      'The champion that it was compared with: who held the stage or the alias then, else who held it last. Null: there was none but itself.',
  })
  async champion(@Root() { championId }: GateEvaluation, @Ctx() context: GraphqlContext): Promise<ModelVersion | null> {
    return championId === null ? null : context.node(ModelVersion, championId);
  }

  @FieldResolver(() => PromotionPolicy, { nullable: true, description: 'The policy that asked; null: none does.' })
  async policy(@Root() { policyId }: GateEvaluation, @Ctx() context: GraphqlContext): Promise<PromotionPolicy | null> {
    return policyId === null ? null : context.load(this.policies, policyId);
  }

  private readonly policies: BatchLoad<string, PromotionPolicy | null> = async (ids) => {
    const found = new Map((await selectPoliciesById(this.room.database, ids)).map((policy) => [policy.id, policy]));
    return ids.map((id) => found.get(id) ?? null);
  };
}

@Resolver(() => ModelVersion)
export class ModelVersionGatesResolver {
  constructor(private readonly room: OnGraph) {}

  @FieldResolver(() => GateEvaluationConnection, { description: 'What gates have found of it, last first.' })
  async gateEvaluations(
    @Root() version: ModelVersion,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<GateEvaluation>> {
    const page = pageRequest(asked);
    const load: BatchLoad<string, ListedEvaluation[]> = async (ids) => {
      const rows = await selectEvaluations(this.room.database, ids, page);
      const groups = groupBy(rows, ({ evaluation }) => evaluation.modelVersionId);
      return ids.map((id) => groups.get(id) ?? []);
    };
    const rows = await context.load(load, version.nodeId, JSON.stringify(['gate evaluations', page]));
    return pageOf(
      rows,
      page,
      ({ time, evaluation }) => [time, evaluation.id],
      ({ evaluation }) => evaluation,
    );
  }
}
