import { graphql } from '@headwater/client/documents';
import { inRef } from '../../pages.js';
import type { TakenNode } from '../graph.js';
import type { Making } from './making.js';

const FIND = {
  DATASET: graphql('query ($ref: Ref!) { found: dataset(ref: $ref) { id description owner tags { key value } } }'),
  FEATURE_SET: graphql(
    'query ($ref: Ref!) { found: featureSet(ref: $ref) { id description owner tags { key value } } }',
  ),
  FEATURE_SERVICE: graphql(
    'query ($ref: Ref!) { found: featureService(ref: $ref) { id description owner tags { key value } } }',
  ),
  JOB: graphql('query ($ref: Ref!) { found: job(ref: $ref) { id description owner tags { key value } } }'),
  MODEL: graphql('query ($ref: Ref!) { found: model(ref: $ref) { id description owner tags { key value } } }'),
  EXPERIMENT: graphql(
    'query ($ref: Ref!) { found: experiment(ref: $ref) { id description owner tags { key value } } }',
  ),
};
export const LOGICAL_KINDS = Object.keys(FIND);
const UPDATE = graphql('mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { node { id } } }');

/** Of what came with its first version or run: the words that it has none of here. A dataset without any version is told to the door of OpenLineage. */
export async function tellMore(
  { client, ids, report }: Making,
  { n, kind, name, description, owner, tags }: TakenNode,
): Promise<void> {
  const query = FIND[kind as keyof typeof FIND];
  if (query === undefined) return;
  const read = async () => (await client.graphql(query, { ref: inRef(name) })).found;
  let found = await read();
  if (found === null && kind === 'DATASET') {
    await tellDataset(client, name);
    found = await read();
  }
  if (found === null) {
    report.skip(`${kind} ${name}`, 'the document has nothing that belongs to it');
    return;
  }
  ids.set(n, found.id);
  const missing = [...tags].filter(([key]) => found.tags.every((tag) => tag.key !== key));
  const words = {
    ...(found.description === null && description !== null && { description }),
    ...(found.owner === null && owner !== null && { owner }),
    ...(missing.length > 0 && {
      tags: [...found.tags, ...missing.map(([key, value]) => ({ key, value }))].slice(0, 100),
    }),
  };
  if (Object.keys(words).length > 0) await client.graphql(UPDATE, { input: { id: found.id, ...words } });
}

async function tellDataset(client: Making['client'], name: string): Promise<void> {
  const project = (await client.graphql(graphql('{ me { project } }'), {})).me.project;
  await client.request('/api/v1/lineage', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      eventTime: new Date().toISOString(),
      producer: 'urn:headwater',
      schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent',
      dataset: { namespace: `headwater://${encodeURIComponent(project)}`, name },
    }),
  });
}
