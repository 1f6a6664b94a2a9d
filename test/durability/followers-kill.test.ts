import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Webhook } from 'standardwebhooks';
import type { SealedChange } from '../../src/changes/record/change-record.js';
import { replay } from '../changes/replay/replay.js';
import { replayedState, storedState } from '../changes/replay/stored-state.js';
import { Follower } from '../changes/subscriptions/follower.js';
import { DOORS } from '../changes/subscriptions/subscribers.js';
import { createWebhook, type MadeWebhook } from '../changes/webhooks/webhook-seed.js';
import { RunningService } from '../processes/running-service.js';
import { eventually } from '../support/eventually.js';
import { findNatsServer, type NatsServer, startNatsServer } from '../support/foreign/nats-server.js';
import { type Receiver, startReceiver } from '../support/foreign/receiver.js';
import { type OwnPostgres, startOwnPostgres } from '../support/postgres/own-postgres.js';
import { runSql } from '../support/postgres/run-sql.js';
import { storedIn } from '../support/postgres/stored-in.js';

/** Some of the victims, others each time; `KILLS=40 npx jest test/durability/followers` for a long look. */
const KILLS = Number(process.env.KILLS ?? 3);
const [WRITERS, WRITING_MS] = process.env.KILLS === undefined ? [4, 400] : [16, 1_200];
/** How soon all must go on again. */
const HEALING_MS = 120_000;

const found = await findNatsServer();
if ('missing' in found) process.stderr.write(`The sink of NATS is not killed: ${found.missing}.\n`);

let postgres: OwnPostgres;
let nats: NatsServer | undefined;
let stream: NatsConnection | undefined;
let receiver: Receiver;
let service: RunningService;
let webhook: MadeWebhook;

const start = () =>
  RunningService.start(postgres.url, [], {
    WEBHOOK_ALLOW: '127.0.0.1',
    WEBHOOK_RETRY_SECONDS: Array(40).fill('1').join(','),
    LOG_LEVEL: 'silent',
    ...(nats !== undefined && { NATS_URL: nats.url }),
  });

beforeAll(async () => {
  postgres = await startOwnPostgres();
  receiver = await startReceiver();
  if ('program' in found) {
    nats = await startNatsServer(found.program);
    stream = await connect({ servers: new URL(nats.url).host, user: 'ada', pass: 's3cret' });
    const config = { name: 'headwater', subjects: ['headwater.>'], duplicate_window: 3_600_000_000_000 };
    await stream.request('$JS.API.STREAM.CREATE.headwater', JSON.stringify(config), { timeout: 5_000 });
  }
  service = await start();
  webhook = await createWebhook(service, receiver.url);
}, 120_000);

afterAll(async () => {
  await service?.stop();
  await stream?.close();
  await nats?.stop();
  await receiver?.close();
  await postgres?.stop();
}, 60_000);

/** Who is killed; true where the service has to be started again. */
const VICTIMS: Record<string, () => Promise<boolean>> = {
  postmaster: () => postgres.signal('SIGKILL').then(() => false),
  'a connection of PostgreSQL': () => postgres.killBackend().then(() => false),
  service: () => killService().then(() => true),
  'service and postmaster': async () => {
    await postgres.signal('SIGKILL');
    await killService();
    return true;
  },
  'process behind': async () => {
    const pid = await service.backend();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    return false;
  },
};

async function killService(): Promise<void> {
  service.process.signal('SIGKILL');
  await service.process.exited;
}

/** Registers datasets until it is told to stop; gives the names of those that were acknowledged. */
async function writeUntil(stopped: () => boolean, writer: string): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let n = 0; !stopped(); n++) {
    const dataset = `${writer}-${n}`;
    const input = { dataset, location: 's3://x', digest: '1', columns: [], tags: [{ key: 'n', value: `${n}` }] };
    const done = await service
      .graphql(
        'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }',
        { input },
        { user: writer },
      )
      .then(
        () => true,
        () => false,
      );
    if (done) acknowledged.push(dataset);
    else await sleep(50);
  }
  return acknowledged;
}

async function wholeFeed(): Promise<SealedChange[]> {
  await eventually(
    async () => expect(await runSql(postgres.url, 'select 1 from change_unsealed')).toEqual([]),
    HEALING_MS,
  );
  return runSql<SealedChange>(
    postgres.url,
    'select s.position::float8 as position, c.id, c.project, c.action, c.details from change_seal s join change c using (seq) order by s.position',
  );
}

it(
  `tells every change to everybody who follows, whoever is killed, ${KILLS} times, while ${WRITERS} write`,
  async () => {
    const followers = DOORS.map((door) => new Follower(() => service.url, door));
    const acknowledged: string[] = [];
    // Subscriptions begin at a moment that nobody is told.
    const isHeard = () => followers.every(({ heard }) => heard.length > 0);
    acknowledged.push(...(await writeUntil(isHeard, 'first')));
    const first = Math.floor(Math.random() * Object.keys(VICTIMS).length);
    for (let round = first; round < first + KILLS; round++) {
      let stopped = false;
      const writing = Array.from({ length: WRITERS }, (_, writer) => writeUntil(() => stopped, `r${round}w${writer}`));
      await sleep(WRITING_MS);
      const isGone = await Object.values(VICTIMS)[round % Object.keys(VICTIMS).length]?.();
      // Whoever starts it tries again while PostgreSQL is away.
      if (isGone === true) {
        // Each attempt costs a process.
        await eventually(() => runSql(postgres.url, 'select 1').then(() => undefined), HEALING_MS);
        await eventually(async () => {
          service = await start();
        }, HEALING_MS);
      }
      await eventually(() => service.graphql('{ projects { name } }').then(() => undefined), HEALING_MS);
      await sleep(WRITING_MS / 2);
      stopped = true;
      acknowledged.push(...(await Promise.all(writing)).flat());
    }
    const feed = await wholeFeed();
    const last = feed.at(-1);
    // On a busy machine hardly more than one of a writer's writes is done between two kills.
    expect(acknowledged.length).toBeGreaterThan(KILLS);

    // The log itself: without gaps, nothing twice, nothing that was acknowledged missing, and the state when it is replayed from nothing.
    expect(feed.map(({ position }) => position)).toEqual(feed.map((_, index) => index + 1));
    expect(new Set(feed.map(({ id }) => id)).size).toBe(feed.length);
    const recorded = new Set(
      feed.flatMap(({ details }) => Object.values(details.things ?? {}).map(({ after }) => after?.name)),
    );
    expect(acknowledged.filter((name) => !recorded.has(name))).toEqual([]);
    expect(replayedState(replay(feed))).toEqual(await storedState(postgres.url));

    // Subscribers: each change once and in order, from where they began.
    for (const [index, follower] of followers.entries()) {
      await eventually(() => expect(positionOf(follower.heard.at(-1)?.cursor)).toBe(last?.position), HEALING_MS);
      follower.stop();
      const heard = follower.heard.map(({ cursor }) => positionOf(cursor));
      const told = feed.filter(({ project, position }) => project === 'default' && position >= (heard[0] ?? 0));
      expect([DOORS[index], heard]).toEqual([DOORS[index], told.map(({ position }) => position)]);
      expect(follower.interrupted).toBeGreaterThan(0);
      // Whoever comes while PostgreSQL is away is told to come again.
      expect(follower.refusals.filter((code) => [500, 4403, 4500].includes(code ?? 0))).toEqual([]);
    }

    // The webhook: each change at least once, signed, under one id.
    const delivered = new Map<number, Set<unknown>>();
    const expected = feed.filter(({ project, position }) => project === 'default' && position > 2);
    let verified = 0;
    await eventually(() => {
      for (const { headers, body } of receiver.received.slice(verified)) {
        verified++;
        const { data } = new Webhook(webhook.secret).verify(body, headers as never) as { data: { position: number } };
        delivered.set(data.position, (delivered.get(data.position) ?? new Set()).add(headers['webhook-id']));
      }
      expect(expected.filter(({ position }) => !delivered.has(position))).toEqual([]);
    }, HEALING_MS);
    expect([...delivered.values()].filter((ids) => ids.size !== 1)).toEqual([]);

    // NATS: the whole feed, in order, each once.
    if (stream === undefined) return;
    const nc = stream;
    await eventually(async () => expect((await storedIn(nc, 'headwater')).length).toBe(feed.length), HEALING_MS);
    expect((await storedIn(nc, 'headwater')).map(({ event }) => event.id)).toEqual(feed.map(({ id }) => id));
  },
  KILLS * 5 * 60_000,
);

function positionOf(cursor: string | undefined): number {
  return cursor === undefined ? 0 : Number((JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string])[0]);
}
