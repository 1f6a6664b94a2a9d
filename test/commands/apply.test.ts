import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { headwaterProgram } from '../../src/commands/program.js';
import { printed } from '../support/muted.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { startHeadwater } from '../support/service/headwater-process.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/airports.yaml', import.meta.url));

let app: AppUnderTest;
let url: string;
let directory: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  directory = await mkdtemp(join(tmpdir(), 'headwater-apply-'));
  await app.graphql(
    'mutation { defineEntity(input: { name: "river", joinKeys: [{ name: "river", type: STRING }] }) { created } }',
  );
});

afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

async function applyOutside(...args: string[]) {
  // The URL by the variable, as in a pipeline.
  const command = startHeadwater(['apply', ...args], { HEADWATER_URL: url });
  return { code: await command.exited, stdout: command.stdout(), stderr: command.stderr() };
}

/** As outside, without a process of its own. */
async function apply(...args: string[]) {
  let stderr = '';
  const stdout = await printed(() =>
    headwaterProgram('0')
      .parseAsync(['apply', ...args, '--url', url], { from: 'user' })
      .catch((error: Error) => {
        stderr = error.message;
      }),
  );
  return { code: stderr === '' ? 0 : 1, stdout, stderr };
}

async function applyText(text: string, ...args: string[]) {
  const file = join(directory, 'file.yaml');
  await writeFile(file, text);
  return apply(file, ...args);
}

const entities = 'entities: [{name: river, joinKeys: [{name: river, type: STRING}]}]';

describe('headwater apply', () => {
  it('says what it would do, does it, and finds nothing to do the second time', async () => {
    const dry = await applyOutside(EXAMPLE, '--dry-run');
    expect(await app.graphql('{ entities { nodes { name } } }')).toEqual({ entities: { nodes: [{ name: 'river' }] } });
    const done = await apply(EXAMPLE);
    const again = await apply(EXAMPLE);

    const plan =
      '+ environment staging: to be defined\n+ entity station: to be defined\n+ feature set station_weather: to be published\n+ feature service route planner: to be defined once station_weather is published\n4 to be made, 0 there already.\n';
    expect(dry).toEqual({ code: 0, stdout: plan, stderr: '' });
    expect(done.stdout).toBe(
      `${plan}environment staging: done\nentity station: done\nfeature set station_weather: done\nfeature service route planner: done\n`,
    );
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toBe(
      '= environment staging\n= entity station\n= feature set station_weather\n= feature service route planner\n0 to be made, 4 there already.\n',
    );
  });

  it('says of a new version whether readers get it at once', async () => {
    await applyText(`${entities}\nfeatureSets: [{name: flow, entity: river, features: [{name: a, type: INT64}]}]`);

    const { stdout } = await applyText(
      `${entities}\nfeatureSets: [{name: flow, entity: river, features: [{name: a, type: INT64}, {name: b, type: INT64}]}]`,
      '--dry-run',
    );

    expect(stdout).toContain('= entity river\n+ feature set flow: version 2 to be published, current at once: ');
  });

  describe('of feature services', () => {
    const stage = (features: string) =>
      `${entities}\nfeatureSets: [{name: stage, entity: river, features: [${features}]}]\n`;
    const ONE = '{name: a, type: INT64}';
    const serviceOf = (features: string) => `featureServices: [{name: "pilots (EU)", features: [${features}]}]`;
    const pinned = async () => {
      const asked = '{ featureService(ref: "\\"pilots (EU)\\"") { latestVersion { label features { ref } } } }';
      type Answer = {
        featureService: { latestVersion: { label: string; features: { ref: string }[] } } | null;
      };
      const { featureService } = await app.graphql<Answer>(asked);
      return featureService && [featureService.latestVersion.label, featureService.latestVersion.features];
    };

    it('says which versions would be pinned, in which roles, and pins them', async () => {
      await applyText(stage(ONE));
      const dry = await applyText(serviceOf('"stage:*~upper", "stage@1:a"'), '--dry-run');
      const before = await pinned();
      await applyText(serviceOf('"stage:*~upper", "stage@1:a"'));
      const again = await applyText(serviceOf('"stage@1:a~upper", "stage:a"'));

      expect(dry.stdout).toContain(
        '+ feature service pilots (EU): version 1 to be defined: stage@1:a~upper, stage@1:a\n',
      );
      expect(before).toBeNull();
      expect(await pinned()).toEqual(['"pilots (EU)"@1', [{ ref: 'stage@1:a~upper' }, { ref: 'stage@1:a' }]]);
      expect(again.stdout).toBe('= feature service pilots (EU)\n0 to be made, 1 there already.\n');
    });

    it('keeps what is pinned until the file is applied again with another version current', async () => {
      const wider = stage(`${ONE}, {name: b, type: INT64}`);
      await applyText(wider);
      const sets = await pinned();
      const { stdout } = await applyText(`${wider}${serviceOf('"stage:*~upper", "stage:a"')}`);

      expect(sets).toEqual(['"pilots (EU)"@1', [{ ref: 'stage@1:a~upper' }, { ref: 'stage@1:a' }]]);
      expect(stdout).toContain(
        '= feature set stage\n+ feature service pilots (EU): version 2 to be defined: stage@2:a~upper, stage@2:b~upper, stage@2:a\n',
      );
      expect((await pinned())?.[0]).toBe('"pilots (EU)"@2');
    });

    it.each([
      ['"stage:absent"', 'absent'],
      ['"stage:a", "stage@1:a", "stage@1:a"', 'stands twice'],
      ['', 'featureServices.0.features'],
    ])('changes nothing for the features %s', async (features, message) => {
      const { code, stderr } = await applyText(serviceOf(features));

      expect(code).toBe(1);
      expect(stderr).toContain(message);
      expect((await pinned())?.[0]).toBe('"pilots (EU)"@2');
    });
  });

  it('ends with 1 where it says what is wrong', async () => {
    const { code, stderr } = await applyOutside(join(directory, 'none.yaml'));

    expect([code, stderr]).toEqual([1, expect.stringMatching(/^headwater: .*none\.yaml/)]);
  });

  it.each([
    ['entities: [', 'is not YAML'],
    ['entitys: []', 'Unrecognized key: "entitys"'],
    ['entities: [{name: a}]', 'entities.0.joinKeys'],
    [`${entities.slice(0, -1)}, {name: river, joinKeys: [{name: x, type: INT64}]}]`, 'has "river" twice in entities'],
    [
      'entities: [{name: river, joinKeys: [{name: river, type: INT64}]}]',
      `The entity "river" has the join keys (river STRING), which can't change; the file says (river INT64).`,
    ],
    ['environments: [{name: staging, colour: red}, {name: "so colourful", colour: red}]', 'colour'],
  ])('changes nothing for %s', async (text, message) => {
    const { code, stderr } = await applyText(text);

    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  it('has a version', async () => {
    const command = startHeadwater(['--version'], {});

    expect(await command.exited).toBe(0);
    expect(command.stdout()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
