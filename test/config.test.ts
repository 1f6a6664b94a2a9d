import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, describeConfig, misspeltSettings, readConfig } from '../src/config.js';

describe('readConfig', () => {
  it('needs nothing to be set', () => {
    const config = readConfig({});

    expect(config).toMatchObject({ HOST: '127.0.0.1', DATABASE_POOL_SIZE: 20, REQUEST_TIMEOUT_MS: 30_000 });
    expect(config.PORT).toBeUndefined();
    expect(config.DATABASE_URL).toBeUndefined();
  });

  it('takes an empty value as unset, as docker compose passes unset variables on', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', LOG_LEVEL: '' })).toEqual(readConfig({}));
  });

  it('reads numbers', () => {
    expect(readConfig({ PORT: '8080', QUERY_MAX_DEPTH: '7' })).toMatchObject({ PORT: 8080, QUERY_MAX_DEPTH: 7 });
  });

  it('reads lists of proxies, and of origins of pages', () => {
    expect(readConfig({ TRUST_PROXY: '10.0.0.0/8, ::1,loopback' }).TRUST_PROXY).toEqual([
      '10.0.0.0/8',
      '::1',
      'loopback',
    ]);
    expect(readConfig({ CORS_ORIGINS: 'https://A.example, http://b.example:8080' }).CORS_ORIGINS).toEqual([
      'https://a.example',
      'http://b.example:8080',
    ]);
  });

  it.each([
    ['TRUST_PROXY', 'proxy.example', 'is a list of addresses such as'],
    ['TRUST_PROXY', 'true', 'is a list of addresses such as'],
    ['TRUST_PROXY', '1', 'is a list of addresses such as'],
    ['CORS_ORIGINS', 'notebooks.example', 'is a list of origins such as'],
    ['CORS_ORIGINS', 'https://a.example/path', 'is a list of origins such as'],
  ])('refuses %s=%s', (name, value, advice) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(`^${name}: .*${advice}.*${value}`)]);
  });

  it('makes the data directory absolute, whatever directory the process goes to later', () => {
    expect(readConfig({ HEADWATER_DATA_DIR: 'data' }).HEADWATER_DATA_DIR).toBe(`${process.cwd()}/data`);
  });

  it('reports every problem at once, each with its variable and the value found', () => {
    const problems = problemsOf({
      PORT: '70000',
      DATABASE_POOL_SIZE: 'many',
      LOG_LEVEL: 'loud',
      QUERY_MAX_DEPTH: '2.5',
    });

    expect(problems).toHaveLength(4);
    expect(problems.find((problem) => problem.startsWith('PORT:'))).toContain('"70000"');
    expect(problems.find((problem) => problem.startsWith('DATABASE_POOL_SIZE:'))).toContain('"many"');
    expect(problems.find((problem) => problem.startsWith('LOG_LEVEL:'))).toContain('"loud"');
    expect(problems.find((problem) => problem.startsWith('QUERY_MAX_DEPTH:'))).toContain('"2.5"');
  });

  it('never repeats a database URL, because a password stands in it', () => {
    const [problem, ...more] = problemsOf({ DATABASE_URL: 'mysql://root:hunter2@db/app' });

    expect(more).toEqual([]);
    expect(problem).toMatch(/^DATABASE_URL: .*postgresql:\/\//);
    expect(problem).not.toContain('hunter2');
  });

  it.each(['postgres://me@127.0.0.1/db', 'postgresql://me:secret@db.example:5433/db?sslmode=require'])(
    'takes %s as a database URL',
    (url) => {
      expect(readConfig({ DATABASE_URL: url }).DATABASE_URL).toBe(url);
    },
  );

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});

describe('misspeltSettings', () => {
  it('names what looks like a slip of a setting, and nothing else of an environment', () => {
    const environment = { DATABSE_URL: 'x', request_timeout_ms: '1', DATABASE_URL: 'y', HOSTNAME: 'z', SORT: '1' };

    expect(misspeltSettings(environment)).toEqual([
      'DATABSE_URL is no setting; did you mean DATABASE_URL?',
      'request_timeout_ms is no setting; did you mean REQUEST_TIMEOUT_MS?',
    ]);
  });
});

describe('describeConfig', () => {
  it('lists every variable that the service reads, with its default', async () => {
    const files = ['../src/config.ts', '../src/settings/limit-settings.ts'].map(
      (file) => new URL(file, import.meta.url),
    );
    const source = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('');
    const names = [...source.matchAll(/^ {2}([A-Z_]+): \{/gm)].map(([, name]) => name ?? '');
    const text = describeConfig();

    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(text).toMatch(new RegExp(`^ {2}${name} +\\S`, 'm'));
    expect(text).toMatch(/REQUEST_TIMEOUT_MS .*\[30000\]/);
  });
});

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('the environment was accepted');
}
