import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { CHECKOUT } from '../architecture/source-files.js';

let pages: readonly { readonly path: string; readonly text: string }[];

beforeAll(async () => {
  const docs = (await readdir(`${CHECKOUT}docs`, { recursive: true })).map((path) => `docs/${path}`);
  const paths = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...docs.filter((path) => path.endsWith('.md'))];
  pages = await Promise.all(paths.map(async (path) => ({ path, text: await readFile(CHECKOUT + path, 'utf8') })));
});

/** A file of the service may be named from `src/` on. */
const isThere = (file: string) => ['', 'src/'].some((root) => existsSync(CHECKOUT + root + file));

it('the files of TypeScript that pages name are there', () => {
  const named = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.ts)`/g)].map(([, file = '']) => ({ path, file })),
  );

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ file }) => !isThere(file))).toEqual([]);
});

it('what pages lead to is there', () => {
  const links = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!\w+:)([^)#\s]+)[^)]*\)/g)].map(([, to = '']) => ({ path, to })),
  );

  expect(links.length).toBeGreaterThan(100);
  expect(links.filter(({ path, to }) => !existsSync(join(CHECKOUT, dirname(path), to)))).toEqual([]);
});
