import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import type { Page } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import type { ListedArtifact } from '../files/artifact-list.sql.js';
import { type ArtifactList, listOfEach } from '../files/list-artifacts.js';
import type { OnArtifacts } from '../files/on-artifacts.js';
import { type ArtifactEntry, ArtifactEntryConnection } from './artifact-entry.js';
import { shownPage } from './artifact-page.js';

/** Any node may have files. */
@Resolver(() => GraphNode)
export class NodeArtifactsResolver {
  constructor(private readonly room: OnArtifacts) {}

  @FieldResolver(() => ArtifactEntryConnection, {
    description:
      'Its files: what lies directly in a folder, by name. Their bytes go up and down at `/v1/artifacts/<reference>/<path>`.',
  })
  async artifacts(
    @Root() node: GraphNode,
    @Arg('path', () => String, {
      nullable: true,
      description: 'The folder, such as `plots`; the outermost if left out.',
    })
    path: string | null,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<ArtifactEntry>> {
    const list: ArtifactList = { path, first: asked.first, after: asked.after };
    const batch: BatchLoad<string, Page<ListedArtifact>> = (ids) => listOfEach(this.room, context, ids, list);
    const page = await context.load(batch, node.node.id, JSON.stringify(['artifacts', list]));
    return shownPage(page, { project: node.project, ref: node.id });
  }
}
