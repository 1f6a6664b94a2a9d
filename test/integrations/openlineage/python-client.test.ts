import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hasPython, pythonWith } from '../../support/foreign/python.js';
import { bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { runEvent, tell, toldNode, toldRun } from './told.js';

const PACKAGES = ['openlineage-python==1.39.0', 'prov==2.1.1'];
const PYTHON = (await hasPython()) ? it : it.skip;
if (PYTHON === it.skip)
  console.warn('There is no python3 with venv here, so the Python client of OpenLineage is not tested.');

/** Sends a run of two events as any producer does; it takes URL, key, transport and run id. */
const PROGRAM = `
import sys, json
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import DatasetEvent, InputDataset, Job, JobEvent, OutputDataset, Run, RunEvent, RunState, StaticDataset
from openlineage.client.facet_v2 import (column_lineage_dataset, error_message_run, job_type_job, nominal_time_run, output_statistics_output_dataset,
    ownership_job, parent_run, schema_dataset, source_code_location_job, sql_job, symlinks_dataset, dataset_version_dataset)
url, key, compression, run_id = sys.argv[1:]
transport = {"type": "http", "url": url, "auth": {"type": "api_key", "apiKey": key}}
if compression != "none": transport["compression"] = compression
client = OpenLineageClient(config={"transport": transport})
P = "https://example.com/producer"
job = Job("python", "features." + compression, facets={
    "sql": sql_job.SQLJobFacet(query="select 1"),
    "jobType": job_type_job.JobTypeJobFacet(processingType="BATCH", integration="PYTHON", jobType="TASK"),
    "ownership": ownership_job.OwnershipJobFacet(owners=[ownership_job.Owner(name="ann")]),
    "sourceCodeLocation": source_code_location_job.SourceCodeLocationJobFacet(type="git", url="https://example.com/x.git"),
})
parent = parent_run.ParentRunFacet(run=parent_run.Run(runId="0193a6e0-0000-7000-8000-000000000001"), job=parent_run.Job("python", "dag"))
run = Run(run_id, facets={"parent": parent, "nominalTime": nominal_time_run.NominalTimeRunFacet(nominalStartTime="2026-11-24T10:00:00Z")})
source = InputDataset("s3://lake", "raw", facets={"version": dataset_version_dataset.DatasetVersionDatasetFacet(datasetVersion="7")})
field = column_lineage_dataset.InputField(namespace="s3://lake", name="raw", field="price", transformations=[])
out = OutputDataset("s3://lake", "made-" + compression, facets={
    "schema": schema_dataset.SchemaDatasetFacet(fields=[schema_dataset.SchemaDatasetFacetFields(name="total", type="double")]),
    "columnLineage": column_lineage_dataset.ColumnLineageDatasetFacet(fields={"total": column_lineage_dataset.Fields(inputFields=[field])}),
    "symlinks": symlinks_dataset.SymlinksDatasetFacet(identifiers=[symlinks_dataset.Identifier("hive://h:1", "made-" + compression, "TABLE")]),
}, outputFacets={"outputStatistics": output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet(rowCount=3, size=9)})
client.emit(RunEvent(eventType=RunState.START, eventTime="2026-11-24T10:00:00+00:00", run=run, job=job, producer=P))
client.emit(RunEvent(eventType=RunState.COMPLETE, eventTime="2026-11-24T10:05:00+00:00", run=run, job=job, producer=P, inputs=[source], outputs=[out]))
client.emit(JobEvent(eventTime="2026-11-24T10:06:00+00:00", job=Job("python", "planned." + compression), producer=P, inputs=[source], outputs=[]))
client.emit(DatasetEvent(eventTime="2026-11-24T10:07:00+00:00", dataset=StaticDataset("s3://lake", "alone-" + compression), producer=P))
`;

/** By the JSON reader alone: the registry of all of them needs packages for XML and RDF. */
const READ_PROV = `
import sys, io, json
from prov.serializers.provjson import ProvJSONSerializer
document = ProvJSONSerializer().deserialize(open(sys.argv[1]))
again = io.StringIO()
ProvJSONSerializer(document).serialize(again)
assert ProvJSONSerializer().deserialize(io.StringIO(again.getvalue())) == document
kinds = {}
for record in document.get_records(): kinds[record.get_type().localpart] = kinds.get(record.get_type().localpart, 0) + 1
print(json.dumps(kinds))`;

let app: AppUnderTest;
let key: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  ({ key } = await makeKey(app, { role: 'WRITER', project: 'default' }));
});

afterAll(() => app.close());

PYTHON.each([
  ['none', '0193a6e0-0000-7000-8000-000000000002'],
  ['gzip', '0193a6e0-0000-7000-8000-000000000003'],
])(
  'what the Python client sends stands in the graph, with compression: %s',
  async (compression, runId) => {
    const python = await pythonWith(PACKAGES);
    await python(PROGRAM, await app.listen(), key, compression, runId);

    const run = await toldRun(app, runId, { key });
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      startedAt: '2026-11-24T10:00:00.000Z',
      endedAt: '2026-11-24T10:05:00.000Z',
      job: { label: `"python/features.${compression}"` },
      parent: { name: '0193a6e0-0000-7000-8000-000000000001', status: 'PENDING' },
      facets: { nominalTime: { nominalStartTime: '2026-11-24T10:00:00Z' } },
      inputs: [{ node: { label: '"s3://lake/raw"' } }],
      outputs: [{ node: { label: `"s3://lake/made-${compression}"` } }],
      datasetFacets: [{ isOutput: true, facets: { outputStatistics: { rowCount: 3 } } }],
    });
    const made = await toldNode(app, `"hive://h:1/made-${compression}"`, { key });
    expect(made.upstream).toEqual(
      expect.arrayContaining(['DATASET "s3://lake/raw"', 'JOB "python/dag"', `RUN ${runId}`]),
    );
    const { facets } = await toldNode(app, `"s3://lake/made-${compression}"`, { key });
    expect(facets).toMatchObject({ schema: { fields: [{ name: 'total', type: 'double' }] }, columnLineage: {} });
    expect((await toldNode(app, `"python/features.${compression}"`, { key })).facets).toMatchObject({
      sql: { query: 'select 1' },
      jobType: { integration: 'PYTHON' },
      ownership: { owners: [{ name: 'ann' }] },
      sourceCodeLocation: { type: 'git' },
    });
    expect((await toldNode(app, `"python/planned.${compression}"`, { key })).upstream).toContain(
      'DATASET "s3://lake/raw"',
    );
    expect((await toldNode(app, `"s3://lake/alone-${compression}"`, { key })).upstream).toHaveLength(1);
  },
  300_000,
);

PYTHON(
  'PROV-JSON of the lineage is read by the library of its authors, and written by it again as the same',
  async () => {
    const event = runEvent({ outputs: [{ namespace: 'headwater://default', name: 'made' }] });
    await tell(app, event, bearer(key));
    const { body } = await app.http.inject({ url: '/v1/lineage/made?format=prov', headers: bearer(key) });
    const path = join(tmpdir(), `headwater-prov-${process.pid}.json`);
    await writeFile(path, body);
    const python = await pythonWith(PACKAGES);
    const said = await python(READ_PROV, path);
    await rm(path);

    expect(JSON.parse(said)).toMatchObject({ Activity: 1, Usage: 1, Generation: 1, Agent: 1, Entity: 4, Influence: 3 });
  },
  300_000,
);
