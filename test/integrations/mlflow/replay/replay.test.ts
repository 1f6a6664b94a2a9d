import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasPython, pythonWith } from '../../../support/foreign/python.js';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';
import { MLFLOW_SERVER } from '../python-packages.js';
import { ALLOWED_DIFFERENCES, unexpected } from './allowed-differences.js';
import { CLIENT_STEPS } from './client-steps.js';
import { LIMIT_STEPS } from './limit-steps.js';
import { REGISTRY_STEPS } from './registry-steps.js';
import { differences, replay, type Said } from './replay.js';
import { startStockServer } from './stock-server.js';
import { TRACKING_STEPS } from './tracking-steps.js';

type Answers = Readonly<Record<string, Said>>;

/** What a stock server of the pinned release said; written by `RECORD=1 LONG=1`. */
const RECORDED = fileURLToPath(new URL('./stock-answers.json', import.meta.url));
const STEPS = [...TRACKING_STEPS, ...LIMIT_STEPS, ...REGISTRY_STEPS, ...CLIENT_STEPS];

let app: AppUnderTest;
let stock: Answers;
let own: Answers;

beforeAll(async () => {
  app = await startAppUnderTest();
  own = await replay(await app.listen(), STEPS);
  stock = JSON.parse(await readFile(RECORDED, 'utf8')) as Answers;
}, 60_000);

afterAll(() => app.close());

describe('requests that a stock MLflow server and Headwater are sent alike', () => {
  it('are answered alike, but for what is written down', () => {
    const found = STEPS.flatMap(({ name }) => {
      const others = unexpected(name, differences(stock[name], own[name]));
      return others.length === 0 ? [] : [{ step: name, others }];
    });
    expect(found).toEqual([]);
  });

  it('show each of the differences that are written down', () => {
    const all = STEPS.flatMap(({ name }) => differences(stock[name], own[name]));
    expect(ALLOWED_DIFFERENCES.filter(({ looks }) => !all.some((each) => looks.test(each)))).toEqual([]);
  });

  const long = process.env.LONG === undefined ? it.skip : it;
  long(
    'are answered by the stock server as was recorded',
    async () => {
      if (!(await hasPython())) return;
      const python = await pythonWith(MLFLOW_SERVER);
      const server = await startStockServer((await python('import sys; print(sys.executable)')).trim());
      try {
        const said = await replay(server.url, STEPS);
        if (process.env.RECORD !== undefined) await writeFile(RECORDED, `${JSON.stringify(said, null, 1)}\n`);
        else expect(withoutSql(said)).toEqual(withoutSql(stock));
      } finally {
        await server.close();
      }
    },
    600_000,
  );
});

/** Sentences of its database tell the time. */
function withoutSql(answers: Answers): unknown {
  return JSON.parse(JSON.stringify(answers).replaceAll(/\(sqlite3\.[^"]*/g, '(sqlite3…')) as unknown;
}
