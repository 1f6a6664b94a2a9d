import { fromPublicId } from '../../../src/graph/nodes/node-id.js';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import type { AppUnderTest } from '../../support/service/app-under-test.js';
import type { TiedEdge } from './column-oracle.js';

export const MEMBERS = ['a', 'b', 'c'];

/** Two dataset versions, two feature set versions, a model version, a deployment, and the datasets. */
export interface ColumnWorld {
  readonly ids: readonly string[];
  readonly uuids: readonly string[];
}

export async function seedColumnWorld(app: AppUnderTest): Promise<ColumnWorld> {
  const seed = new DeploymentSeed(app);
  const columns = MEMBERS.map((name) => ({ name, type: 'INT64' }));
  const data = [await seed.datasetVersion('one', { columns }), await seed.datasetVersion('two', { columns })];
  const sets = [await seed.featureSet('first', MEMBERS), await seed.featureSet('second', MEMBERS)];
  const model = await seed.modelVersion('model', { signature: ['first:*'] });
  const { deployment } = await seed.deploy('production/here', { [model.label]: 100 });
  const ids = [...data, ...sets, model, deployment, ...data.map(({ dataset }) => dataset)].map(({ id }) => id);
  const kinds = { has: (kind: string): kind is Uppercase<string> => kind !== '' };
  return { ids, uuids: ids.map((id) => fromPublicId(id, kinds)?.id ?? '') };
}

/** Nothing else is drawn, so that rings go through whatever they like. */
export async function drawOnly(
  app: AppUnderTest,
  { ids, uuids }: ColumnWorld,
  edges: readonly TiedEdge[],
): Promise<void> {
  const uuidOf = (id: string) => uuids[ids.indexOf(id)];
  await app.database.dataSource.query('delete from edge');
  await app.database.dataSource.query(
    `insert into edge (src, dst, kind, attributes) select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[])`,
    [
      edges.map(({ src }) => uuidOf(src)),
      edges.map(({ dst }) => uuidOf(dst)),
      edges.map(({ kind }) => kind),
      edges.map((edge) => JSON.stringify(attributesOf(edge))),
    ],
  );
}

function attributesOf({ kind, pairs }: TiedEdge): object {
  if (pairs === undefined) return {};
  if (kind === 'SIGNATURE') return { features: pairs.map(([name], position) => ({ name, position })) };
  const made = [...new Set(pairs.map(([, to]) => to ?? ''))];
  return {
    columns: Object.fromEntries(made.map((name) => [name, pairs.flatMap(([from, to]) => (to === name ? [from] : []))])),
  };
}
