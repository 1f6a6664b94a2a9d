import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Page } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { Run } from '../../runs/record/run.entity.js';
import { listWithin } from '../files/list-artifacts.js';
import type { OnArtifacts } from '../files/on-artifacts.js';
import { type ArtifactEntry, ArtifactEntryConnection } from './artifact-entry.js';
import { shownPage } from './artifact-page.js';

@Resolver(() => Run)
export class RunArtifactsResolver {
  constructor(private readonly room: OnArtifacts) {}

  @FieldResolver(() => ArtifactEntryConnection, {
    description:
      'Its files: what lies directly in a folder, by name. Their bytes come by `PUT` and `GET /v1/artifacts/<run>/<path>`.',
  })
  async artifacts(
    @Root() run: Run,
    @Arg('path', () => String, {
      nullable: true,
      description: 'The folder, such as `plots`; the outermost if left out.',
    })
    path: string | null,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<ArtifactEntry>> {
    const page = await context.fewAtOnce.batches(() => listWithin(this.room, context, run.nodeId, { path, ...asked }));
    return shownPage(page, run.id);
  }
}
