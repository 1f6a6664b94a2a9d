import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import { launchBrowser } from '../../support/foreign/browser.js';
import { ConsolePage } from './console-page.js';
import { consoleServer, SCHEMA_DESCRIPTION } from './console-server.js';
import { describeConsole } from './describe-console.js';
import { type FixtureBundle, fixtureBundle, TABS } from './fixture-bundle.js';
import { shoot } from './shoot.js';

let bundle: FixtureBundle;

beforeAll(async () => {
  bundle = await fixtureBundle();
});

async function serve(directory: string) {
  const app = consoleServer(directory);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url: `${url}/`, close: async () => app.close() };
}

describeConsole('GraphiQL', async () => ({
  ...(await serve(bundle.directory)),
  tabs: TABS,
  example: { tab: 'WhatProducedTheLiveModel', answer: '"project": "harbour"' },
  schemaDescription: SCHEMA_DESCRIPTION,
}));

describe('The bundle', () => {
  it('is built without a word', () => {
    expect(bundle.output).toBe('');
  });
});

describe('A page', () => {
  let browser: Browser;
  let graphiql: ConsolePage;
  let served: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    served = await serve(bundle.directory);
    browser = await launchBrowser();
    graphiql = await ConsolePage.open(browser, served.url);
  });

  afterEach(() => expect(graphiql.complaints).toEqual([]));

  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  it('starts with the first operation and its variables, printed for reading', async () => {
    const [query, variables] = [await graphiql.query(), await graphiql.variables()];

    expect(query).toContain('query WhatProducedTheLiveModel');
    expect(variables).toBe('{\n  "project": "harbour"\n}');
  });

  it('keeps what was written into its tabs, and sends the headers that were, when it is reloaded', async () => {
    await graphiql.selectTab('CompareTwoRuns');
    await graphiql.writeHeaders('{ "headwater-project": "flights" }');
    await graphiql.writeQuery('query MyOwn { liveModel { name } }');
    await graphiql.reload();
    const [query, titles] = [await graphiql.query(), await graphiql.tabTitles()];
    const request = graphiql.page.waitForRequest((candidate) => candidate.method() === 'POST');
    await graphiql.run();

    expect(query).toBe('query MyOwn { liveModel { name } }');
    expect(titles).toEqual(TABS.map((title) => (title === 'CompareTwoRuns' ? 'MyOwn' : title)));
    expect((await request).headers()).toMatchObject({ 'headwater-project': 'flights' });
  });

  it('follows a subscription as its events come, with the headers of the tab', async () => {
    await graphiql.selectTab('ReadOnlineFeatures');
    await graphiql.writeHeaders('{ "headwater-project": "rivers" }');
    await graphiql.writeQuery('subscription Promotions { promoted { name } }');
    const request = graphiql.page.waitForRequest((candidate) => candidate.url().endsWith('/graphql/stream'));
    await graphiql.run();
    await graphiql.page.locator('.result-window .view-line', { hasText: 'second' }).waitFor();

    expect((await request).headers()).toMatchObject({ 'headwater-project': 'rivers' });
  });

  it('marks what the schema does not have', async () => {
    await graphiql.writeQuery('query Wrong { nothingLikeThis }');
    const marked = await graphiql.markedErrors();

    expect(marked).toEqual(['Cannot query field "nothingLikeThis" on type "Query".']);
  });

  it('follows a dark system', async () => {
    await graphiql.page.emulateMedia({ colorScheme: 'dark' });
    const background = () =>
      graphiql.page.evaluate("getComputedStyle(document.querySelector('.graphiql-container')).backgroundColor");
    await eventually(async () => expect(await background()).toBe('rgb(33, 42, 59)'));
    await shoot(graphiql.page, 'GraphiQL-dark');
  });
});
