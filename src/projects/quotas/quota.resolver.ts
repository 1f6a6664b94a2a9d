import { GraphQLSafeInt } from 'graphql-scalars';
import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Holdings } from '../../graph/nodes/quotas.js';
import { badInput } from '../../platform/errors.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { Project } from '../project.entity.js';
import type { ProjectReads } from '../project-reads.js';
import type { QuotaKeeper } from './quota-keeper.js';
import { setProjectQuota } from './set-project-quota.js';

@ObjectType({ description: 'How much a project may hold. What would exceed it is refused, RATE_LIMITED.' })
export class ProjectQuota {
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Nodes, deleted ones too. Null: any number.' })
  nodes!: number | null;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Feature rows in history. Null: any number.' })
  rows!: number | null;

  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description:
      'Bytes of feature rows and training sets, with their indexes, of files, and of events of lineage, packed. Null: any number.',
  })
  bytes!: number | null;
}

@ObjectType({ description: 'What a project holds.' })
export class ProjectUsage {
  @Field(() => GraphQLSafeInt, { description: 'Nodes, deleted ones too.' })
  nodes!: number;

  @Field(() => GraphQLSafeInt, {
    description: 'Feature rows in history, as PostgreSQL counts them: those of the last seconds may be missing.',
  })
  rows!: number;

  @Field(() => GraphQLSafeInt, {
    description:
      'Bytes of feature rows and training sets, with their indexes, of files, and of events of lineage, packed.',
  })
  bytes!: number;

  @Field(() => DateTime, { description: 'When it was measured.' })
  measuredAt!: Date;
}

@InputType({ description: 'How much a project may hold.' })
class SetProjectQuotaInput {
  @Field(() => String, { description: 'Name of the project.' }) project!: string;
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Nodes; left out: what the setting QUOTA_NODES says.' })
  nodes?: number | null;
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Feature rows; left out: what QUOTA_ROWS says.' })
  rows?: number | null;
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Bytes; left out: what QUOTA_BYTES says.' })
  bytes?: number | null;
}

@ObjectType({ description: 'What setProjectQuota answers.' })
class SetProjectQuotaPayload {
  @Field(() => Project, { description: 'The project.' }) project!: Project;
}

@Resolver(() => Project)
export class QuotaResolver {
  constructor(
    private readonly room: OnGraph,
    private readonly quotas: QuotaKeeper,
    private readonly projects: ProjectReads,
  ) {}

  @FieldResolver(() => ProjectQuota, { description: 'How much it may hold.' })
  quota(@Root() { name }: Project): ProjectQuota {
    return make(ProjectQuota, this.quotas.quotaOf(name) ?? { nodes: null, rows: null, bytes: null });
  }

  @FieldResolver(() => ProjectUsage, { description: 'What it holds, measured now.' })
  async usage(@Root() { name }: Project): Promise<ProjectUsage> {
    return make(ProjectUsage, await this.quotas.measure(name));
  }

  @Mutation(() => SetProjectQuotaPayload, {
    description:
      'Says how much a project may hold; what it holds already stays. Every process of the service heeds it within seconds. NOT_FOUND for an unknown project.',
  })
  async setProjectQuota(
    @Arg('input', () => SetProjectQuotaInput, { description: 'The project, and how much.' })
    input: SetProjectQuotaInput,
    @Ctx() caller: GraphqlContext,
  ): Promise<SetProjectQuotaPayload> {
    caller.demand('project:manage', input.project.normalize());
    const project = await this.projects.get(input.project);
    await setProjectQuota(this.room, caller, project.name, {
      nodes: checkNumber('nodes', input.nodes),
      rows: checkNumber('rows', input.rows),
      bytes: checkNumber('bytes', input.bytes),
    });
    await this.quotas.heed(project.name);
    return make(SetProjectQuotaPayload, { project });
  }
}

function checkNumber(field: keyof Holdings, value: number | null | undefined): number | null {
  if (value == null) return null;
  if (value >= 0) return value;
  throw badInput(`${field} is ${value}; it is a whole number from 0.`, { field, found: value });
}
