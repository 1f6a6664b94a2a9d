import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ingest } from './ingest-client.js';

const PARQUET = { type: 'application/vnd.apache.parquet' };
const MEGABYTE = 1024 * 1024;
/** Milliseconds. Each of these once took for ever, or a second at least; the machine does other things too. */
const LONGEST_STALL = 2_000;

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await seedFeatureSet(app, { name: 'bombed', features: [{ name: 'note', type: 'STRING' }] });
});

afterAll(() => app.close());

/** A Parquet file that is nothing but a footer. */
function fileOf(footer: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([Buffer.from('PAR1'), footer, length, Buffer.from('PAR1')]);
}

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const HUGE = 'ff ff ff ff ff ff ff 7f';
/** A schema of one INT96 column, then row groups whose chunks are all INT96. */
const SCHEMA = hex('29 2c 48 01 72 15 02 00 15 06 38 04 6e 6f 74 65 00');
function chunks(count: number): Buffer {
  const size: number[] = [];
  let rest = count;
  for (; rest >= 128; rest = Math.floor(rest / 128)) size.push((rest % 128) + 128);
  const list = Buffer.from([0x29, 0x1c, 0x19, 0xfc, ...size, rest]);
  return Buffer.concat([SCHEMA, list, Buffer.alloc(count * 6, hex('3c 15 06 00 00')), hex('00 00')]);
}

describe('a footer of a Parquet file', () => {
  it.each([
    ['a list of bytes without end', hex(`59 f3 ${HUGE} 00`)],
    ['a list of booleans without end', hex(`59 f1 ${HUGE} 00`)],
    ['a list of doubles without end', hex(`59 f7 ${HUGE} 00`)],
    ['a set of bytes without end', hex(`5a f3 ${HUGE} 00`)],
    ['a map of booleans without end', hex(`5b ${HUGE} 11 00`)],
    ['a map of bytes without end', hex(`5b ${HUGE} 33 00`)],
    ['lists in lists', Buffer.concat([hex('59'), Buffer.alloc(100_000, 0x19)])],
    ['maps in maps', Buffer.concat([hex('5b'), Buffer.alloc(200_000, hex('01 bb'))])],
    ['structs in structs', Buffer.concat([hex('5c'), Buffer.alloc(100_000, 0x1c)])],
    ['eight megabytes of empty structs', Buffer.concat([hex('59 fc f0 ff ff 03'), Buffer.alloc(8 * MEGABYTE - 100)])],
    ['a million chunks of INT96', chunks(1_300_000)],
    ['no columns', hex('00')],
  ])('with %s is refused, and holds nobody up', async (_, footer) => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();

    const { status, body } = await ingest(url, 'bombed', fileOf(footer), PARQUET);

    delay.disable();
    expect({ status, detail: body.detail }).toEqual({ status: 400, detail: expect.stringContaining('Parquet') });
    expect(delay.max / 1e6).toBeLessThan(LONGEST_STALL);
  });
});
