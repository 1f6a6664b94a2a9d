import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { casesOf } from '../../support/cases.js';
import { launchBrowser } from '../../support/foreign/browser.js';
import { ConsolePage } from './console-page.js';
import { shoot } from './shoot.js';

/** What a console has to show, wherever it is served. */
export interface ServedConsole {
  /** Where the console is, with a slash at the end. */
  readonly url: string;
  /** The names of the operations, in the order of their files. */
  readonly tabs: readonly string[];
  /** A tab and a piece of its answer. */
  readonly example: { readonly tab: string; readonly answer: string };
  /** The description of the schema, in the docs pane. */
  readonly schemaDescription: string;
  close(): Promise<void>;
}

/** As many as show it, from the first to the last; `LONG=1` takes all. */
const someOf = (tabs: readonly string[]) =>
  tabs.filter((_, index) => index % casesOf(Math.ceil(tabs.length / 9), 1) === 0);

/** Declares the checks that every served console has to pass; the screenshots are named after `subject`. */
export function describeConsole(subject: string, serve: () => Promise<ServedConsole>): void {
  describe(subject, () => {
    let served: ServedConsole;
    let browser: Browser;
    let graphiql: ConsolePage;
    const screenshot = (page: ConsolePage, view: string) =>
      shoot(page.page, `${subject.replaceAll(/\W+/g, '-')}-${view}`);

    beforeAll(async () => {
      served = await serve();
      browser = await launchBrowser();
      // One page for all checks: to load it costs more than most of them.
      graphiql = await ConsolePage.open(browser, served.url);
    });

    afterEach(() => {
      // Whatever was done: the browser had nothing to complain about, and no other host to ask.
      expect(graphiql.complaints).toEqual([]);
      expect([...graphiql.requestedOrigins]).toEqual([new URL(served.url).origin]);
    });

    afterAll(async () => {
      await browser?.close();
      await served?.close();
    });

    it('has a tab per operation, in the order of their files, each with its whole name', async () => {
      await graphiql.hidePicture();
      expect(await graphiql.tabTitles()).toEqual(served.tabs);
      expect(await graphiql.cutTabTitles()).toEqual([]);
    });

    it('runs an operation and shows its answer, and runs every tab at one click, without an error', async () => {
      await graphiql.selectTab(served.example.tab);
      const shown = await graphiql.run();
      await screenshot(graphiql, 'answer');

      expect(shown).toContain(served.example.answer);
      for (const tab of served.tabs) {
        await graphiql.selectTab(tab);
        const answer = await graphiql.run();

        expect(answer).toContain('"data"');
        expect(answer).not.toContain('"errors"');
      }
    });

    it('marks nothing in the variables of a tab but what its operation does not ask for', async () => {
      for (const tab of someOf(served.tabs)) {
        await graphiql.selectTab(tab);
        const marked = await graphiql.onlyMarkedVariable('notAsked');

        expect({ tab, marked }).toEqual({ tab, marked: ['Property notAsked is not allowed.'] });
      }
    }, 180_000);

    it('opens the docs at the description of the schema', async () => {
      const docs = await graphiql.openDocs();
      await screenshot(graphiql, 'docs');

      expect(docs).toContain(served.schemaDescription);
    });
  });
}
