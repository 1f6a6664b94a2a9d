import type { Queryable } from '../../../platform/database/queryable.js';
import { groupBy } from '../../../platform/group-by.js';
import { modelIdOfUuid } from '../protocol/ids.js';
import type { MlflowTag } from '../protocol/kept-words.js';
import { type LinkRow, selectLinks } from './run-links.sql.js';

/** What a run read and made, as MLflow writes it. */
export interface RunLinks {
  readonly datasets: readonly object[];
  readonly modelsRead: readonly object[];
  readonly modelsMade: readonly object[];
}

export async function selectRunLinks(db: Queryable, runIds: readonly string[]): Promise<ReadonlyMap<string, RunLinks>> {
  const rows = groupBy(await selectLinks(db, runIds), ({ runId }) => runId);
  return new Map([...rows].map(([runId, links]) => [runId, linksOf(links)]));
}

function linksOf(rows: readonly LinkRow[]): RunLinks {
  const models = rows.filter(({ kind }) => kind === 'LOGGED_MODEL');
  return {
    datasets: rows.filter(({ kind }) => kind === 'DATASET_VERSION').map(datasetInput),
    modelsRead: models
      .filter(({ isOutput, attributes }) => !isOutput || attributes.read === true)
      .map(({ nodeId }) => ({ model_id: modelIdOfUuid(nodeId) })),
    modelsMade: models
      .filter(({ isOutput, attributes }) => isOutput && attributes.step !== undefined)
      .map(({ nodeId, attributes }) => ({ model_id: modelIdOfUuid(nodeId), step: attributes.step })),
  };
}

const CONTEXT = 'mlflow.data.context';
const LONGEST_DIGEST = 36;

/** A dataset as it was logged; one that MLflow never told of is described in its words. */
function datasetInput({ name, label, digest, location, attributes, told, tags }: LinkRow): object {
  const dataset = told === null ? undefined : (JSON.parse(told) as object);
  const given = tags === null ? contextOf(attributes.role) : (JSON.parse(tags) as { tags: MlflowTag[] }).tags;
  return {
    ...(given.length > 0 && { tags: given }),
    dataset: dataset ?? {
      name,
      digest: (digest ?? '').slice(0, LONGEST_DIGEST),
      source_type: 'headwater',
      source: JSON.stringify({ uri: location, ref: label }),
    },
  };
}

function contextOf(role: string | undefined): MlflowTag[] {
  return role === undefined ? [] : [{ key: CONTEXT, value: role }];
}

/** The fields of a run about them, with a comma before each. */
export function linksText(links: RunLinks | undefined): string {
  const { datasets = [], modelsRead = [], modelsMade = [] } = links ?? {};
  const inputs = {
    ...(datasets.length > 0 && { dataset_inputs: datasets }),
    ...(modelsRead.length > 0 && { model_inputs: modelsRead }),
  };
  const outputs = modelsMade.length > 0 ? { model_outputs: modelsMade } : {};
  return `,"inputs":${JSON.stringify(inputs)},"outputs":${JSON.stringify(outputs)}`;
}
