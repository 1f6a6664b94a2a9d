import { expect, it } from '@jest/globals';
import { boundedAnswer } from '../../../src/integrations/mcp/bounded-answer.js';

it('an answer that is short stays whole, with every digit', () => {
  expect(boundedAnswer({ a: [1, 2, 9007199254740993n] })).toBe('{"a":[1,2,9007199254740993]}');
});

it('an answer that is long is cut in its lists, and says in each how much is left out', () => {
  const nodes = Array.from({ length: 5_000 }, (_, index) => ({ label: `node ${index}` }));
  const text = boundedAnswer({ complete: true, nodes });
  expect(text.length).toBeLessThanOrEqual(60_000);
  const { complete, nodes: kept } = JSON.parse(text) as { complete: boolean; nodes: unknown[] };
  expect(complete).toBe(true);
  expect(kept.slice(0, -1)).toEqual(nodes.slice(0, kept.length - 1));
  expect(kept.at(-1)).toBe(`… and ${5_000 - kept.length + 1} more, left out here: ask for less, or page on`);
});

it('an answer of long texts, or of very many fields, is never longer than may be read', () => {
  expect(boundedAnswer({ text: 'x'.repeat(1_000_000) })).toMatch(/^\{"text":"x+… \(1000000 characters\)"\}$/);
  const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`field${index}`, index]));
  expect(boundedAnswer(wide)).toContain('ask for less');
});
