import { Arg, Ctx, Extensions, Field, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { OnGraph } from '../graph/graph.js';
import type { GraphqlContext } from '../graph/graphql/graphql-context.js';
import { QUICK } from '../platform/graphql/documents/quick-documents.js';
import { make } from '../platform/make.js';
import { createProject } from './create-project.js';
import { Project } from './project.entity.js';
import type { ProjectReads } from './project-reads.js';

@InputType({ description: 'A project to make.' })
class CreateProjectInput {
  @Field(() => String, { description: 'Its name: any text of 1 to 256 characters without control characters.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' }) description?: string | null;
}

@ObjectType({ description: 'What createProject answers.' })
class CreateProjectPayload {
  @Field(() => Project, { description: 'The new project.' }) project!: Project;
}

@Resolver()
export class ProjectResolver {
  constructor(
    private readonly room: OnGraph,
    private readonly reads: ProjectReads,
  ) {}

  @Extensions(QUICK)
  @Query(() => [Project], { description: 'The projects that you may see, by name.' })
  projects(@Ctx() context: GraphqlContext): Promise<Project[]> {
    return this.reads.list(context);
  }

  @Mutation(() => CreateProjectPayload, {
    description: 'Makes a project. ALREADY_EXISTS if there is one of that name.',
  })
  async createProject(
    @Arg('input', () => CreateProjectInput, { description: 'The project.' }) input: CreateProjectInput,
    @Ctx() context: GraphqlContext,
  ): Promise<CreateProjectPayload> {
    return make(CreateProjectPayload, { project: await createProject(this.room, context, input) });
  }
}
