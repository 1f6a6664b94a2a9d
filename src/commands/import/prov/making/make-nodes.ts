import { graphql } from '@headwater/client/documents';
import {
  makeDatasetVersion,
  makeFeatureServiceVersion,
  makeFeatureSetVersion,
  makeModelVersion,
} from './make-versions.js';
import { type Made, type Making, type ToMake, wordsOf } from './making.js';

const ENTITY = graphql(
  'mutation ($input: DefineEntityInput!) { defineEntity(input: $input) { created entity { id } } }',
);
const ENVIRONMENT = graphql(
  'mutation ($input: DefineEnvironmentInput!) { defineEnvironment(input: $input) { created environment { id } } }',
);
const DEPLOYMENT = graphql('query ($ref: Ref!) { deployment(ref: $ref) { id } }');
const DEPLOY = graphql('mutation ($input: DeployInput!) { deploy(input: $input) { created deployment { id } } }');

type Maker = (making: Making, one: ToMake) => Promise<Made>;

/** How each kind is made; what is there with its first version, or with its first run, waits for that. */
export const MAKERS: Readonly<Record<string, Maker>> = {
  DATASET: waits,
  FEATURE_SET: rememberEntity,
  FEATURE_SERVICE: waits,
  MODEL: waits,
  EXPERIMENT: waits,
  JOB: waits,
  ENTITY: makeEntity,
  ENVIRONMENT: makeEnvironment,
  DATASET_VERSION: makeDatasetVersion,
  FEATURE_SET_VERSION: makeFeatureSetVersion,
  FEATURE_SERVICE_VERSION: makeFeatureServiceVersion,
  MODEL_VERSION: makeModelVersion,
  DEPLOYMENT: makeDeployment,
};

async function waits(): Promise<Made> {
  return { id: undefined, created: false };
}

/** Its versions name the entity. */
async function rememberEntity({ entities }: Making, { node, into }: ToMake): Promise<Made> {
  const entity = into.find(({ source }) => source.kind === 'ENTITY')?.source.name;
  if (entity !== undefined) entities.set(node.n, entity);
  return waits();
}

async function makeEntity({ client }: Making, { node }: ToMake): Promise<Made> {
  const { joinKeys } = node.definition;
  const input = { ...wordsOf(node), name: node.name, joinKeys: joinKeys as [] };
  const { defineEntity } = await client.graphql(ENTITY, { input });
  return { id: defineEntity.entity.id, created: defineEntity.created };
}

async function makeEnvironment({ client }: Making, { node }: ToMake): Promise<Made> {
  const { defineEnvironment } = await client.graphql(ENVIRONMENT, { input: { ...wordsOf(node), name: node.name } });
  return { id: defineEnvironment.environment.id, created: defineEnvironment.created };
}

/** With the split that it had; one that served nothing can't be told from one that never did. */
async function makeDeployment({ client, ids, report }: Making, { node, into }: ToMake): Promise<Made> {
  const environment = into.find(({ source }) => source.kind === 'ENVIRONMENT')?.source;
  const bindings = into.flatMap(({ from, kind, attributes }) => {
    const modelVersion = ids.get(from);
    return kind === 'BINDING' && modelVersion !== undefined
      ? [{ modelVersion, trafficPercent: Number(attributes.trafficPercent) }]
      : [];
  });
  const what = `deployment ${node.name}`;
  if (environment === undefined || bindings.length === 0) {
    report.skip(
      what,
      environment === undefined ? 'the document does not have its environment' : 'nothing serves behind it',
    );
    return { id: undefined, created: false };
  }
  const ref = `${environment.name}/${node.name}`;
  const { deployment } = await client.graphql(DEPLOYMENT, { ref });
  if (deployment !== null) return { id: deployment.id, created: false };
  const endpoint = typeof node.definition.endpoint === 'string' ? node.definition.endpoint : null;
  const { deploy } = await client.graphql(DEPLOY, { input: { ...wordsOf(node), deployment: ref, endpoint, bindings } });
  return { id: deploy.deployment.id, created: deploy.created };
}
