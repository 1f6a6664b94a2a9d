import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelSeed, SET_ALIAS } from '../../models/model-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { NASTY_NAMES } from './nasty-names.js';

const RUN = `mutation ($name: String!, $experiment: String!) {
  startRun(input: { type: OTHER, name: $name, experiment: $experiment }) { run { id name label experiment { name label } } }
}`;
const UPDATE = 'mutation ($id: Ref!) { updateNode(input: { id: $id, owner: "ada" }) { node { id } } }';

interface StartedRun {
  readonly startRun: {
    readonly run: { id: string; name: string; label: string; experiment: { name: string; label: string } };
  };
}

let app: AppUnderTest;
let seed: ModelSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
  // What the names could be taken for.
  await seed.datasetVersion('flights');
  await seed.modelVersion('flights');
});

afterAll(() => app.close());

const search = async (text: string) =>
  (
    await app.graphql<{ search: { nodes: { name: string }[] } }>(
      'query ($text: String!) { search(text: $text, first: 100) { nodes { name } } }',
      { text },
    )
  ).search.nodes;

describe.each(NASTY_NAMES)('what is called %j', (name) => {
  it('is a dataset that its label and its versions labels name', async () => {
    const first = await seed.datasetVersion(name);
    const second = await seed.datasetVersion(name, { derivedFrom: [first.label] });

    expect([first.version, second.version]).toEqual([1, 2]);
    expect(second.label).toBe(`${second.dataset.label}@2`);
    const read = `query ($set: Ref!, $first: Ref!, $newest: Ref!, $column: Ref!) {
      dataset(ref: $set) { id name label } first: datasetVersion(ref: $first) { id name label version }
      newest: datasetVersion(ref: $newest) { id } datasetColumn(ref: $column) { ref name datasetVersion { id } }
      lineage(of: [$second], depth: 3) { nodes { node { label } } } datasets(filter: { nameContains: $name }, first: 100) { nodes { name } }
    }`.replace('$set: Ref!', '$set: Ref!, $name: String!, $second: Ref!');
    const found = await app.graphql(read, {
      name,
      second: second.label,
      set: second.dataset.label,
      first: first.label,
      newest: second.dataset.label,
      column: `${first.label}:delay`,
    });

    expect(found).toMatchObject({
      dataset: { id: second.dataset.id, name, label: second.dataset.label },
      first: { id: first.id, name, label: first.label, version: 1 },
      newest: { id: second.id },
      datasetColumn: { ref: `${first.label}:delay`, name: 'delay', datasetVersion: { id: first.id } },
      datasets: { nodes: expect.arrayContaining([{ name }]) },
      lineage: { nodes: expect.arrayContaining([{ node: { label: first.label } }, { node: { label: second.label } }]) },
    });
  });

  it('is a model with aliases, deployed and found by its name', async () => {
    const version = await seed.modelVersion(name);
    const { setAlias } = await app.graphql<{ setAlias: object }>(SET_ALIAS, {
      modelVersion: version.label,
      alias: 'champion',
    });
    expect(setAlias).toMatchObject({ modelVersion: { label: version.label } });
    const label = version.label.replace(/@1$/, '');

    const found = await app.graphql(
      'query ($ref: Ref!, $alias: Ref!, $name: String!) { model(ref: $ref) { name label } byName: model(name: $name) { label } modelVersion(ref: $alias) { label } }',
      { ref: label, alias: `${label}@champion`, name: /^"|^run_/.test(name) ? label : name },
    );

    expect(found).toEqual({ model: { name, label }, byName: { label }, modelVersion: { label: version.label } });
    const near = await app.graphqlError(
      'mutation ($id: Ref!) { setAlias(input: { modelVersion: $id, alias: "x" }) { changed } }',
      { id: `${label}@champio` },
    );
    expect(near.extensions.code).toBe('NOT_FOUND');
    // What is very long is cut in the details of an error.
    if (label.length < 300) expect(near.extensions.suggestions).toEqual([`${label}@champion`]);
  });

  it('is a run of an experiment, found among others', async () => {
    const { run } = (await app.graphql<StartedRun>(RUN, { name, experiment: name })).startRun;

    expect(run).toMatchObject({ name, label: name, experiment: { name } });
    const found = await app.graphql(
      `query ($experiment: Ref!, $name: String!) {
        experiment(ref: $experiment) { name } runs(filter: { experiment: $experiment, nameContains: $name }) { nodes { id } } run(id: "${run.id}") { name }
      }`,
      { experiment: run.experiment.label, name },
    );
    expect(found).toEqual({ experiment: { name }, runs: { nodes: [{ id: run.id }] }, run: { name } });
  });

  it('is found by its words, if it has any', async () => {
    if (!/[\p{L}\p{N}\p{S}]/u.test(name)) return;
    expect((await search(name)).map((node) => node.name)).toContain(name);
  });

  it('says by whom it was deleted, and is free again', async () => {
    const gone = await seed.datasetVersion(`${name.slice(0, 200)}!`);
    const id = gone.dataset.label;
    await app.graphql(
      'mutation ($id: Ref!) { deleteNode(input: { id: $id }) { node { id } } }',
      { id },
      { user: 'eve' },
    );

    const { message } = await app.graphqlError(UPDATE, { id });
    expect(message).toContain(`DATASET ${id.includes('"') ? id : `"${id}"`} was deleted by eve`);
    expect((await seed.datasetVersion(`${name.slice(0, 200)}!`)).label).toBe(`${id}@1`);
  });
});

describe('a name', () => {
  it('is the same however its letters are composed, and told apart by case', async () => {
    const composed = await seed.datasetVersion('caf\u00e9');
    const decomposed = await seed.datasetVersion('cafe\u0301');
    const capital = await seed.datasetVersion('CAF\u00c9');

    expect(decomposed.label).toBe('caf\u00e9@2');
    expect(decomposed.dataset.id).toBe(composed.dataset.id);
    expect(capital.version).toBe(1);
    const read = 'query ($ref: Ref!) { datasetVersion(ref: $ref) { label } }';
    expect(await app.graphql(read, { ref: 'cafe\u0301@1' })).toEqual({ datasetVersion: { label: 'caf\u00e9@1' } });
  });

  it.each([
    ['', 'is empty'],
    [' flights', 'white space at its beginning or end'],
    ['flights\u00a0', 'white space at its beginning or end'],
    ['a\nb', 'the control character U+000A at place 2'],
    ['🦆\u202eb', 'the control character U+202E at place 2'],
    ['🦆'.repeat(257), 'has 257 characters, and a name at most 256'],
  ])('is refused where it is %j', async (dataset, says) => {
    const input = { dataset, location: 's3://x', digest: 'x', columns: [] };
    const { message, extensions } = await app.graphqlError(
      'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }',
      { input },
    );

    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'name' });
    expect(message).toContain("can't be the name of a dataset");
    expect(message).toContain(says);
  });

  it('is found by its words in any script, and by what PostgreSQL takes for no word', async () => {
    for (const name of ['हिन्दी डेटा', 'données été', 'данные', '生产 数据', '<b>bold</b>', '🦆', '→']) {
      await seed.datasetVersion(name);
      for (const text of [name, name.split(' ')[0] ?? '', name.toUpperCase()])
        expect([text, ...(await search(text)).map((node) => node.name)]).toContain(name);
    }
  });

  it('may be written in quotes where it needs none', async () => {
    const read = 'query ($ref: Ref!) { datasetVersion(ref: $ref) { label } }';
    expect(await app.graphql(read, { ref: '"flights"@1' })).toEqual({ datasetVersion: { label: 'flights@1' } });
  });

  it('that needs quotes and has none is suggested with them', async () => {
    await seed.datasetVersion('weather report/EU');

    const { message, extensions } = await app.graphqlError(UPDATE, { id: 'weather report/EU' });

    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', suggestions: ['"weather report/EU"'] });
    expect(message).toContain('a space stands within a name (character 8)');
    expect(message).toContain('as one name it is written "weather report/EU"');
  });

  it('is looked for where one letter of it is wrong', async () => {
    await seed.datasetVersion('Sales @ Köln');

    const { extensions } = await app.graphqlError(UPDATE, { id: '"Sales @ Köl"' });

    expect(extensions).toMatchObject({ code: 'NOT_FOUND', suggestions: ['"Sales @ Köln"'] });
  });
});
