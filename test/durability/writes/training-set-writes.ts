import { FEW, keysOf, write } from './feature-writes.js';
import { type Ask, type Extent, extentOf, type KindOfWrite, type Send } from './kind-of-write.js';

const spineOf = (n: number, times = 1) =>
  Array.from({ length: times }, (_, time) =>
    keysOf(n, FEW).map((key) => ({ key, event_time: `2026-02-01T00:00:${String(time % 60).padStart(2, '0')}Z` })),
  ).flat();
const upload = (send: Send, n: number, name: string) =>
  send.post(
    `/v1/training-sets?name=${name}&features=shared@1:n`,
    'application/x-ndjson',
    spineOf(n)
      .map((row) => JSON.stringify(row))
      .join('\n'),
  );
const CREATE =
  'mutation ($name: String!, $spine: SpineRows!) { createTrainingSet(input: { name: $name, features: ["shared@1:n"], spine: $spine }) { job { id } } }';

/** How much there is of a training set with so many rows. */
async function built(ask: Ask, name: string, rows = FEW): Promise<Extent> {
  const { datasetVersion } = await ask(
    `{ datasetVersion(ref: "${name}@1") { rowCount trainingSet { features { present } } } }`,
  );
  if (datasetVersion === null) return 'nothing';
  return extentOf([datasetVersion.rowCount === rows, datasetVersion.trainingSet.features[0].present === rows]);
}

/** Jobs: what is acknowledged is that they will be done, whoever is killed meanwhile. */
export function trainingSetWrites(): readonly KindOfWrite[] {
  const cancelled = new Map<number, string>();
  return [
    {
      name: 'a training set of an upload',
      prepare: (send, n) => write(send, 'shared@1', keysOf(n, FEW)),
      change: (send, n) => upload(send, n, `t_${n}`),
      extent: (ask, n) => built(ask, `t_${n}`),
    },
    {
      name: 'a training set of rows',
      prepare: (send, n) => write(send, 'shared@1', keysOf(n, FEW)),
      change: (send, n) => send(CREATE, { name: `rows_${n}`, spine: spineOf(n) }),
      extent: (ask, n) => built(ask, `rows_${n}`),
    },
    {
      name: 'a training set that is made again',
      prepare: async (send, n) =>
        (await write(send, 'shared@1', keysOf(n, FEW))) && (await upload(send, n, `again_${n}`)),
      async change(send, n, ask) {
        // It is made by a job.
        while ((await built(ask, `again_${n}`)) !== 'whole');
        return send(`mutation { rebuildTrainingSet(input: { trainingSet: "again_${n}@1" }) { job { id } } }`);
      },
      async extent(ask, n) {
        const { trainingSetJobs } = await ask(
          '{ trainingSetJobs(first: 1000) { nodes { status rebuild { matches } datasetVersion { label } } } }',
        );
        const jobs: {
          status: string;
          rebuild: { matches: boolean } | null;
          datasetVersion: { label: string } | null;
        }[] = trainingSetJobs.nodes;
        const made = jobs.filter(({ datasetVersion }) => datasetVersion?.label === `again_${n}@1`);
        const again = made.find(({ rebuild }) => rebuild !== null);
        return extentOf([again?.status === 'SUCCEEDED', again?.rebuild?.matches === true]);
      },
    },
    {
      name: 'a training set that is cancelled',
      prepare: (send, n) => write(send, 'shared@1', keysOf(n, FEW)),
      async change(send, n, ask) {
        const { createTrainingSet } = await ask(CREATE, { name: `off_${n}`, spine: spineOf(n, 50) });
        const { id } = createTrainingSet.job;
        cancelled.set(n, id);
        if (await send(`mutation { cancelTrainingSet(input: { job: "${id}" }) { job { id } } }`)) return true;
        // Where it was done already, there was nothing to cancel.
        const { trainingSetJob } = await ask(`{ trainingSetJob(id: "${id}") { status } }`);
        return trainingSetJob?.status === 'SUCCEEDED';
      },
      /** Nothing of the set is left, or all of it where it was done already. */
      async extent(ask, n) {
        const id = cancelled.get(n);
        if (id === undefined) return 'nothing';
        const { trainingSetJob } = await ask(`{ trainingSetJob(id: "${id}") { status } }`);
        const set = await built(ask, `off_${n}`, 50 * FEW);
        const fits = trainingSetJob?.status === 'CANCELLED' ? set === 'nothing' : set === 'whole';
        return fits ? 'whole' : `half: ${trainingSetJob?.status}, ${set}`;
      },
    },
  ];
}
