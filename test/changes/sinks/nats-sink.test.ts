import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { CloudEvent } from 'cloudevents';
import { natsSubject } from '../../../src/changes/sinks/nats-subject.js';
import { readConfig } from '../../../src/config.js';
import { eventually } from '../../support/eventually.js';
import { findNatsServer, type NatsServer, startNatsServer } from '../../support/foreign/nats-server.js';
import { askJetStream, storedIn } from '../../support/postgres/stored-in.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { recordChange } from '../record-change.js';

const found = await findNatsServer();
if ('missing' in found) process.stderr.write(`The sink of NATS is not tested: ${found.missing}.\n`);

describe('subjects', () => {
  it('hold any name of a project as one token', () => {
    expect(natsSubject('headwater', 'rivers', 'model:set-alias')).toBe('headwater.rivers.model.set-alias');
    expect(natsSubject('a.b', 'my.project > *', 'run:log')).toBe('a.b.my%2Eproject%20%3E%20%2A.run.log');
    expect(natsSubject('headwater', null, 'project:create')).toBe('headwater.$service.project.create');
    expect(natsSubject('headwater', '$service', 'run:log')).toBe('headwater.%24service.run.log');
  });
});

(('missing' in found ? describe.skip : describe) as typeof describe)('the sink of NATS', () => {
  let server: NatsServer;
  let app: AppUnderTest;
  let nats: NatsConnection;
  beforeAll(async () => {
    server = await startNatsServer('program' in found ? found.program : '');
    const { host } = new URL(server.url);
    nats = await connect({ servers: host, user: 'ada', pass: 's3cret' });
    app = await startAppUnderTest({ config: { ...readConfig({}), DATABASE_POOL_SIZE: 8, NATS_URL: server.url } });
  });
  afterAll(async () => {
    await app?.close();
    await nats?.close();
    await server?.stop();
  });

  // What stood before there was a log is told first.
  const stored = async () => (await storedIn(nats, 'headwater')).filter(({ event }) => event.data.requestId !== null);

  it('waits for a stream, then publishes the whole feed in order, as events, each once', async () => {
    for (let count = 0; count < 20; count++) await recordChange(app.database, { requestId: `n-${count}` });
    await eventually(() => expect(JSON.stringify(app.log)).toContain('No stream of NATS takes headwater.default.'));
    await askJetStream(nats, 'STREAM.CREATE.headwater', {
      name: 'headwater',
      subjects: ['headwater.>'],
      retention: 'limits',
      storage: 'file',
      duplicate_window: 600_000_000_000,
    });
    for (let count = 20; count < 150; count++)
      await recordChange(app.database, { requestId: `n-${count}`, project: 'my project' });
    await eventually(async () => expect(await stored()).toHaveLength(150), 30_000);
    const messages = await stored();
    expect(messages.map(({ event }) => event.data.requestId)).toEqual(
      Array.from({ length: 150 }, (_, count) => `n-${count}`),
    );
    expect(messages[0]?.subject).toBe('headwater.default.node.update');
    expect(messages[149]?.subject).toBe('headwater.my%20project.node.update');
    for (const { event } of messages)
      expect(new CloudEvent(event as never, true).type).toBe('dev.headwater.node.update.v1');
  }, 90_000);

  it('never logs the password', () => {
    expect(JSON.stringify(app.log)).not.toContain('s3cret');
  });
});
