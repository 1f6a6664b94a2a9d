import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/test-database.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('GET /healthz', () => {
  it('says that the process answers', async () => {
    const response = await app.http.inject('/healthz');

    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ status: 'ok' });
  });
});

describe('GET /readyz', () => {
  it('is 200 when the database answers and every migration has run', async () => {
    const response = await app.http.inject('/readyz');

    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ ready: true });
  });

  it('is 503 with the command to run while migrations are missing', async () => {
    const empty: TestDatabase = await createTestDatabase({ empty: true });
    const unready = await startAppUnderTest({ databaseUrl: empty.url });

    const response = await unready.http.inject('/readyz');

    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ ready: false, problem: expect.stringContaining('headwater migrate') });
    await unready.close();
    await empty.drop();
  });
});

describe('GET /metrics', () => {
  it('counts requests by route and status, and shows the state of the pool', async () => {
    await app.graphql('{ datasets { nodes { id } } }');

    const response = await app.http.inject('/metrics');

    expect(response.headers['content-type']).toContain('text/plain');
    expect(response.payload).toMatch(
      /headwater_http_request_seconds_count\{role="lookups,api,jobs",route="\/graphql",status="200"\} \d+/,
    );
    expect(response.payload).toMatch(/headwater_database_connections\{state="idle",role="lookups,api,jobs"\} \d+/);
    expect(response.payload).toContain('process_cpu_seconds_total');
  });

  it('keeps unknown addresses under one name, so that a scanner cannot fill it', async () => {
    await app.http.inject('/wp-login.php?1');
    await app.http.inject('/wp-login.php?2');

    const { payload } = await app.http.inject('/metrics');

    expect(payload).toContain(
      'headwater_http_request_seconds_count{role="lookups,api,jobs",route="unknown",status="404"} 2',
    );
    expect(payload).not.toContain('wp-login');
  });
});
