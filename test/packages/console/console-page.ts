import type { Browser, Page } from 'playwright-core';
import { KeptTab, type TabLook } from './kept-tab.js';

/** GraphiQL in a browser tab, in the words of its user; it remembers everything the browser complained about. */
export class ConsolePage {
  /** Errors and warnings in the browser's log, exceptions, and requests that failed. */
  readonly complaints: string[] = [];
  readonly requestedOrigins = new Set<string>();

  private constructor(readonly page: Page) {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`exception: ${error.message}`));
    page.on('response', (response) => {
      if (response.status() >= 400) this.complaints.push(`${response.status()}: ${response.url()}`);
    });
    page.on('requestfailed', (request) => {
      // A page that is left, or loaded again, gives up what it still waits for.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') this.complaints.push(`failed: ${request.url()}`);
    });
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:') this.requestedOrigins.add(origin);
    });
  }

  /** Opens the console in a browser profile without a past, or in a tab that is as good as one. */
  static async open(place: Browser | KeptTab, url: string, look: TabLook = {}): Promise<ConsolePage> {
    const opened = new ConsolePage(
      await (place instanceof KeptTab ? place : new KeptTab(async () => place)).empty(look),
    );
    await opened.page.goto(url);
    await opened.ready();
    // Whoever is here for the first time is shown the first answer, unless it takes a key to ask.
    const answer = opened.page.locator('.result-window .view-line', { hasText: /\S/ });
    await answer.or(opened.page.locator('input[aria-label="API key"]')).first().waitFor();
    return opened;
  }

  /** Waits until the query has its colours and its font, and the schema is there. */
  async ready(): Promise<void> {
    await this.page.locator('.graphiql-query-editor .view-line [class^=mtk]:not(.mtk1)').first().waitFor();
    await this.page.locator('.graphiql-sidebar .graphiql-spin').waitFor({ state: 'detached' });
    await this.page.evaluate('document.fonts.ready');
  }

  /** Where the first answer held a graph, its picture takes room of the editors. */
  async hidePicture(): Promise<void> {
    const hide = this.page.getByRole('button', { name: 'Hide Lineage' });
    if (await hide.isVisible()) await hide.click();
  }

  /** GraphiQL stores half a second after the last change. */
  async reload(): Promise<void> {
    await this.page.waitForTimeout(1_000);
    await this.page.reload();
    await this.ready();
  }

  tabTitles(): Promise<string[]> {
    return this.page.locator('[role=tab] .graphiql-tab-button').allInnerTexts();
  }

  /** The titles of the tabs that are partly out of sight or under something else. */
  cutTabTitles(): Promise<string[]> {
    return this.page.evaluate(`
      [...document.querySelectorAll('[role=tab] .graphiql-tab-button')]
        .filter((button) => {
          button.scrollIntoView({ block: 'nearest' });
          const text = document.createRange();
          text.selectNodeContents(button);
          const { left, right, top, bottom } = text.getBoundingClientRect();
          const shown = (x) => button.contains(document.elementFromPoint(x, (top + bottom) / 2));
          return !shown(left + 1) || !shown(right - 1);
        })
        .map((button) => button.innerText)
    `);
  }

  /** Opens the tab of an operation, and waits until its editors hold it: what is typed sooner is typed into the tab before. */
  async selectTab(title: string): Promise<void> {
    await this.page.locator('.graphiql-tab-button', { hasText: new RegExp(`^${title}$`) }).click();
    const texts = `__MONACO.editor.getModels().map((model) => model.getValue()).join('\\n')`;
    while (!(await this.page.evaluate<string>(texts)).includes(` ${title}`)) await this.page.waitForTimeout(20);
  }

  query(): Promise<string> {
    return this.textOf('.graphiql-query-editor');
  }

  variables(): Promise<string> {
    return this.textOf('.graphiql-editor-tool .graphiql-editor:not(.hidden)');
  }

  response(): Promise<string> {
    return this.textOf('.result-window');
  }

  /** Runs the shown operation with the keyboard, as people do, and gives the answer as it is drawn. */
  async run(): Promise<string> {
    await this.focusOn('.graphiql-query-editor');
    await this.page.keyboard.press('Control+Enter');
    const lines = this.page.locator('.result-window .view-line', { hasText: /\S/ });
    // What is drawn may be drawn anew when it is read.
    for (let answer = ''; ; answer = await this.response()) {
      if (answer.trim() !== '') return answer;
      await lines.first().waitFor();
    }
  }

  async writeQuery(text: string): Promise<void> {
    await this.write('.graphiql-query-editor', text);
  }

  /** Waits for the language worker's verdict on the query and gives its errors, as they show on hovering. */
  async markedErrors(): Promise<string[]> {
    const marks = this.page.locator('.graphiql-query-editor .squiggly-error');
    await marks.first().waitFor();
    // Forced, because the text lies over its mark.
    await marks.first().hover({ force: true });
    const hovers = this.page.locator('.graphiql-query-editor .hover-contents');
    await hovers.first().waitFor();
    return hovers.allInnerTexts();
  }

  /** Adds a variable that no operation asks for, and waits until it is all that is marked in the variables. */
  async onlyMarkedVariable(name: string): Promise<string[]> {
    const shown = '.graphiql-editor-tool .graphiql-editor:not(.hidden)';
    // Not as they are drawn: that may lag behind, and what isn't drawn yet is no empty text.
    const text = `__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith('variables.json')).getValue()`;
    if ((await this.page.evaluate<string>(text)).trim() === '') {
      await this.write(shown, `{ "${name}": 1 }`);
    } else {
      await this.focusOn(shown);
      await this.page.keyboard.press('Control+Home');
      await this.page.keyboard.press('ArrowRight');
      await this.page.keyboard.insertText(`"${name}": 1,`);
    }
    const marks = `__MONACO.editor.getModelMarkers({})
      .filter(({ resource }) => resource.path.endsWith('variables.json')).map(({ message }) => message)`;
    // Not the page's own waiting, which would need `eval` there.
    for (const end = Date.now() + 15_000; Date.now() < end; await this.page.waitForTimeout(100)) {
      const marked = await this.page.evaluate<string[]>(marks);
      if (marked.length === 1 && marked[0]?.includes(name)) return marked;
    }
    return this.page.evaluate(marks);
  }

  /** Where a part of the page is drawn. */
  async box(selector: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.page.locator(selector).first().boundingBox();
    if (box === null) throw new Error(`${selector} is not shown`);
    return box;
  }

  /** Presses a key and says what has the focus then: its label, its text, or its class. */
  async focusAfter(key: string): Promise<string> {
    await this.page.keyboard.press(key);
    return this.page.evaluate(`
      (({ ariaLabel, innerText, className }) => ariaLabel || innerText || className)(document.activeElement)
    `);
  }

  async writeHeaders(json: string): Promise<void> {
    await this.page.locator('.graphiql-editor-tools [data-name=headers]').click();
    await this.write('.graphiql-editor-tool .graphiql-editor:not(.hidden)', json);
  }

  /** Opens the docs pane and gives what it says. */
  async openDocs(): Promise<string> {
    await this.page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = this.page.locator('.graphiql-doc-explorer');
    await docs.locator('.graphiql-doc-explorer-root-type').first().waitFor();
    return docs.innerText();
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  /** Without a click: what a click would hit moves while the editor scrolls, and while panels open beside it. */
  private focusOn(selector: string): Promise<void> {
    return this.page.locator(`${selector} .native-edit-context, ${selector} textarea.inputarea`).first().focus();
  }

  private async write(selector: string, text: string): Promise<void> {
    await this.focusOn(selector);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(text);
  }

  private async textOf(selector: string): Promise<string> {
    const lines = await this.page.locator(`${selector} .view-line`).allInnerTexts();
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }
}
