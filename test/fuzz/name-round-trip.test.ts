import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { NASTY_NAMES } from '../graph/names/nasty-names.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { drawMany } from './draw.js';
import { nastyText } from './nasty-values.js';

const NAMES = Math.ceil(Number(process.env.FUZZ ?? 200) / 4);
const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const REGISTER = `mutation ($input: RegisterDatasetVersionInput!) {
  registerDatasetVersion(input: $input) { dataset { name label } datasetVersion { id label } }
}`;
const READ = `query ($version: Ref!, $column: Ref!) {
  datasetVersion(ref: $version) { id name columns { ref } } datasetColumn(ref: $column) { name }
}`;

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

interface Registered {
  readonly dataset: { name: string; label: string };
  readonly datasetVersion: { id: string; label: string };
}

it(
  `a name that is taken is kept, and its label can be typed back (FUZZ_SEED=${SEED})`,
  async () => {
    const names = drawMany(SEED, NAMES, (draw) => [
      draw.percent(30) ? draw.oneOf(NASTY_NAMES) : nastyText(draw),
      nastyText(draw),
    ]);
    let taken = 0;
    for (const [index, [name = '', column = '']] of names.entries()) {
      const input = {
        dataset: name,
        location: 's3://x',
        digest: `${index}`,
        columns: [{ name: column, type: 'STRING' }],
      };
      const { data, errors } = await app.graphqlAnswer<{ registerDatasetVersion: Registered }>(REGISTER, { input });
      for (const { extensions } of errors) expect(extensions.code).toBe('BAD_USER_INPUT');
      if (data === null) continue;
      taken++;
      const { dataset, datasetVersion } = data.registerDatasetVersion;
      expect(dataset.name).toBe(name.normalize());
      const ref = `${datasetVersion.label}:"${column.replaceAll('"', '""')}"`;
      if (ref.length > 2_048) continue;
      const found = await app.graphql(READ, { version: datasetVersion.label, column: ref });
      expect(found).toMatchObject({
        datasetVersion: { id: datasetVersion.id, name: dataset.name },
        datasetColumn: { name: column },
      });
    }
    expect(taken).toBeGreaterThan(NAMES / 10);
  },
  60_000 + NAMES * 200,
);
