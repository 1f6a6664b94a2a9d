import { DATASET_VERSION } from '../../../datasets/dataset-kinds.js';
import { registerDatasetVersionWithin } from '../../../datasets/register-dataset-version.js';
import { selectEdgesInto } from '../../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import { problemOfFreeName } from '../../../graph/names/free-name.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { readModels } from '../logged-models/link-models.js';
import type { MlflowRoom } from '../mlflow-room.js';
import { list, message, RUN, required, runIdOf, text } from '../protocol/fields.js';
import { invalid } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { writeToRun } from '../runs/logging/write-to-run.js';
import { findVersionByDigest, keepDataset, keepInputTags } from './dataset.sql.js';
import { checkDataset, checkInputTag, type InputTag } from './dataset-limits.js';
import { columnsOf, locationOf, ownReferenceOf, rowCountOf, type ToldDataset } from './dataset-words.js';

const DATASET = message({
  name: required(text),
  digest: required(text),
  source_type: required(text),
  source: required(text),
  schema: text,
  profile: text,
});
const MOST = 1_000;
const CONTEXT = 'mlflow.data.context';

/** `runs/log-inputs`: what a run reads becomes a dataset version in the graph, with an edge to the run. */
export const logInputs = operation(
  'POST',
  'runs/log-inputs',
  {
    ...RUN,
    datasets: list(message({ tags: list(message({ key: required(text), value: text })), dataset: DATASET })),
    models: list(message({ model_id: required(text) })),
  },
  (room, caller, input) => {
    if (input.datasets.length > MOST)
      throw invalid(
        `A batch logging request can contain at most ${MOST} datasets. Got ${input.datasets.length} datasets. Please split up datasets across multiple requests and try again.`,
      );
    for (const { dataset, tags } of input.datasets) {
      checkDataset(dataset);
      for (const tag of tags) checkInputTag(tag);
    }
    if (input.datasets.length > 0) caller.demand('dataset:register');
    return writeToRun(room, caller, runIdOf(input), async (tx, run) => {
      const known = new Set((await selectEdgesInto(tx, [run.id], EdgeKind.INPUT)).map(({ src }) => src));
      const versions = await versionsOf(
        tx,
        room,
        caller,
        input.datasets.map(({ dataset }) => dataset),
      );
      for (const { dataset, tags } of input.datasets) {
        const id = versions.get(dataset) ?? '';
        if (known.has(id)) continue;
        known.add(id);
        await keepInputTags(tx, run.id, id, tags);
        await readDataset(tx, room, run.id, id, tags);
      }
      await readModels(
        tx,
        room,
        caller,
        run.id,
        input.models.map(({ model_id: id }) => id),
      );
      return undefined;
    });
  },
);

/** The dataset version that each description means. Runs of one sweep read the same data at one time, in any order: they take its rows in that of the names. */
async function versionsOf(
  tx: Transaction,
  room: MlflowRoom,
  caller: Caller,
  datasets: readonly ToldDataset[],
): Promise<ReadonlyMap<ToldDataset, string>> {
  const versions = new Map<ToldDataset, string>();
  const place = ({ name, digest }: ToldDataset) => JSON.stringify([name.normalize(), digest]);
  for (const dataset of [...datasets].sort((a, b) => (place(a) < place(b) ? -1 : 1)))
    versions.set(dataset, await versionOf(tx, room, caller, dataset));
  return versions;
}

/** The dataset version that a description means: one of Headwater's where its source names it, else the one with this name and digest. */
async function versionOf(tx: Transaction, room: MlflowRoom, caller: Caller, dataset: ToldDataset): Promise<string> {
  const { graph } = room;
  const ref = ownReferenceOf(dataset);
  const own = ref === undefined ? null : await graph.references.find(tx, caller.project, ref, [DATASET_VERSION]);
  if (own !== null) {
    await keepDataset(tx, own.id, dataset);
    return own.id;
  }
  const name = dataset.name.normalize();
  const known = await findVersionByDigest(tx, caller.project, name, dataset.digest);
  if (known !== undefined) return known;
  const problem = problemOfFreeName(name);
  if (problem !== undefined) throw invalid(`Invalid dataset name: '${name.slice(0, 300)}': it ${problem}.`);
  const { datasetVersion } = await registerDatasetVersionWithin(tx, graph, caller, {
    dataset: name,
    digest: dataset.digest,
    location: locationOf(dataset),
    columns: columnsOf(dataset),
    rowCount: rowCountOf(dataset),
  });
  await keepDataset(tx, datasetVersion.nodeId, dataset);
  return datasetVersion.nodeId;
}

function readDataset(
  tx: Transaction,
  { graph }: MlflowRoom,
  runId: string,
  versionId: string,
  tags: readonly InputTag[],
): Promise<void> {
  const role = tags.find(({ key }) => key === CONTEXT)?.value;
  const attributes = role ? { role: role.slice(0, 250) } : {};
  return graph.writer.connect(tx, { src: versionId, dst: runId, kind: EdgeKind.INPUT, runId, attributes });
}
