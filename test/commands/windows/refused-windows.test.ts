import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { featuresCommand } from '../../../src/commands/windows/features.js';
import { AIRPORT, FEATURES, JANUARY, startWindowCommand, WINDOWS, type WindowCommand } from './window-command.js';

let window: WindowCommand;
let file: string;

beforeAll(async () => {
  window = await startWindowCommand();
  await window.app.graphql('mutation ($input: DefineEntityInput!) { defineEntity(input: $input) { created } }', {
    input: { name: 'airport', joinKeys: [{ name: 'airport', type: 'STRING' }] },
  });
  file = await window.write('refused.parquet', JANUARY);
});

afterAll(() => window.close());

/** What the command fails with. In this process: to start one for each takes most of the time. */
async function refusalOf(...args: readonly string[]): Promise<string> {
  const program = featuresCommand();
  try {
    await program.parseAsync(['window', '--url', await window.app.listen(), ...args], { from: 'user' });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

describe('headwater features window', () => {
  it.each([
    [['x=mean(dely)'], 'There is no column "dely"; there are origin, date, delay. Did you mean "delay"?'],
    [['x=mean(origin)'], 'mean(origin): the column "origin" holds VARCHAR, no numbers.'],
    [["x=share(delay > 'much')"], "'much' can't be compared with a column of INT64; write a number such as 15."],
    [['x=share(origin)'], 'The column "origin" holds VARCHAR, not true or false; compare it with something'],
    [['x=median(delay)'], 'There is no function "median"; there are count, sum, mean'],
    [['x=sum(delay); drop table source'], `can't be read from "; drop table source" on`],
    [['x=sum(delay) from source --'], 'sum(delay) from source --: from stands after ), where the end is expected.'],
    [['x=share(delay > (select 1))'], 'delay > (select 1)'],
    [[`x=count(${'('.repeat(400)}delay > 1${')'.repeat(400)})`], 'nested deeper than 50 levels'],
    [[`x=count(${'not '.repeat(400)}delay > 1)`], 'nested deeper than 50 levels'],
    [['x=count()', 'x=sum(delay)'], '"x" is taken by another feature'],
    [['airport=count()'], '"airport" is taken by another feature, a join key'],
    [['X=count()'], `"X" can't be the name of a feature`],
    [["x=share(date > '2001-01-01')"], 'as RFC 3339 with a zone'],
    [['count()'], 'write name=function(column)'],
  ])(
    'refuses %j',
    async (features, message) => {
      const asked = features.flatMap((feature) => ['--feature', feature]);

      expect(await refusalOf('--from', file, ...AIRPORT, ...WINDOWS, ...asked)).toContain(message);

      const { dataset } = await window.app.graphql<{ dataset: null }>('{ dataset(ref: "refused") { id } }');
      expect(dataset).toBeNull();
    },
    240_000,
  );

  it.each([
    [['--from', 'nowhere.csv.gz'], 'There is no file nowhere.csv.gz.'],
    [['--delimiter', 'colon'], 'delimiter is "colon"; it is comma, semicolon, tab, pipe.'],
    [['--from', 'nowhere.parquet'], 'There is no file nowhere.parquet.'],
    [['--from', 'nothing@3'], 'nothing@3'],
    [['--from', 'package.json'], 'package.json: The body is not a Parquet file'],
    [['--window', '3 hours'], '--window is "3 hours"; it is a number with s, m, h, d or w, such as 15m, 3h or 7d.'],
    [['--window', '7d', '--every', '1s'], 'take a shorter --window or a longer --every'],
    [['--window', '0h'], '--window is "0h"; it is a whole number of seconds, at least one.'],
    [['--every', '0s'], '--every is "0s"; it is a whole number of seconds, at least one.'],
    [['--time', 'delay'], 'The column "delay" holds BIGINT; it has to hold times.'],
    [['--time', 'date + 3'], 'date + 3: 3 stands after +, where a duration such as 30m is expected.'],
    [['--available-at', 'date + origin * 1m'], 'The column "origin" holds VARCHAR; it has to hold numbers.'],
    [['--time-zone', 'Mars/Base'], 'time-zone is "Mars/Base"'],
    [['--until', '2001-01-01'], '--until: '],
    [
      ['--key', 'origin', '--key', 'delay'],
      'has the join key airport; give --key once, such as --key airport=<column>.',
    ],
    [['--key', 'delay'], 'The column "delay" holds BIGINT; the join key "airport" is STRING.'],
    [['--entity', 'harbour'], 'There is no entity "harbour". Say --define-entity'],
  ])(
    'refuses %j, saying why',
    async (other, message) => {
      const usual = ['--from', file, '--entity', 'airport', ...WINDOWS, ...FEATURES];
      const key = other.includes('--key') ? [] : ['--key', 'origin'];

      expect(await refusalOf(...usual, ...key, ...other)).toContain(message);
    },
    240_000,
  );
});
