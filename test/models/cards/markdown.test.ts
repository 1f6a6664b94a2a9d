import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import MarkdownIt, { type Token } from 'markdown-it';
import { escapeMarkdown, list, paragraphs, table } from '../../../src/models/cards/markdown.js';
import { casesOf } from '../../support/cases.js';

/** As generous as renderers are: HTML, links that are only typed, tables, struck text. */
const reader = new MarkdownIt({ html: true, linkify: true });

const PIECES = [
  '<script>alert(1)</script>',
  '<!-- ',
  '&lt;b&gt;',
  '[x](javascript:alert(1))',
  '![x](http://y)',
  '[x]: http://y',
  'http://evil.example',
  'www.evil.example',
  'mailto:a@b.c',
  '| a | b |',
  '|---|---|',
  '\\',
  '`',
  '```',
  '~~x~~',
  '**b**',
  '_i_',
  'a_b',
  '# h',
  '===',
  '---',
  '- item',
  '1. one',
  '1) one',
  '+ plus',
  '> quote',
  '    code',
  '\n',
  '\n\n',
  '\t',
  'flight_delay@1',
  ' ',
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(' ')),
);
const settings = { numRuns: casesOf(500, 20_000) };

const flat = (tokens: readonly Token[]): Token[] => tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);
const kinds = (markdown: string) => new Set(flat(reader.parse(markdown, {})).map(({ type }) => type));
const words = (markdown: string) =>
  flat(reader.parse(markdown, {}))
    .filter(({ type }) => type === 'text' || type === 'text_special')
    .map(({ content }) => content)
    .join('');
const ONLY_TEXT = ['paragraph_open', 'paragraph_close', 'inline', 'text', 'text_special'];
/** What is left of a text in one line: what isn't seen is replaced, spaces at its ends are not shown. */
const oneLine = (given: string) =>
  given
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, '\ufffd')
    .trim();

it('takes nothing that somebody wrote for Markdown, and shows every character of it', () => {
  fc.assert(
    fc.property(text, (given) => {
      const markdown = escapeMarkdown(given).trim();
      const odd = [...kinds(markdown)].filter((kind) => !ONLY_TEXT.includes(kind));
      expect(odd).toEqual([]);
      expect(words(markdown)).toBe(oneLine(given));
    }),
    settings,
  );
});

it('keeps a table a table, whatever stands in its cells', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 3 }), (rows) => {
      const tokens = reader.parse(table(['a', 'b'], rows), {});
      expect(tokens.filter(({ type }) => type === 'td_open')).toHaveLength(rows.length * 2);
      expect(tokens.at(-1)?.type).toBe('table_close');
      expect(flat(tokens).map(({ type }) => type)).not.toContain('html_inline');
    }),
    settings,
  );
});

it('keeps a list a list, and paragraphs paragraphs', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (items) => {
      const tokens = reader.parse(list(items), {}).map(({ type }) => type);
      expect(tokens.filter((type) => type === 'list_item_open')).toHaveLength(items.length);
      expect(tokens.filter((type) => !/^(bullet_list|list_item|paragraph|inline)/.test(type))).toEqual([]);
      const odd = [...kinds(paragraphs(items.join('\n\n')))].filter((kind) => !ONLY_TEXT.includes(kind));
      expect(odd).toEqual([]);
    }),
    settings,
  );
});

it('cuts what is endless, in time that grows with it', () => {
  const endless = '[_*`'.repeat(25_000);
  const began = performance.now();
  expect(paragraphs(endless).length).toBeLessThan(60_000);
  expect(table(['a'], [[endless]]).length).toBeLessThan(3_000);
  expect(list([endless])).toContain('characters more');
  expect(performance.now() - began).toBeLessThan(2_000);
});
