import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatName, formatRef, type RefParts } from '../../../src/graph/names/format-ref.js';
import { isFreeName, LONGEST_NAME } from '../../../src/graph/names/free-name.js';
import { splitRef } from '../../../src/graph/names/split-ref.js';
import { LONGEST_REF } from '../../../src/graph/references/ref.scalar.js';

/** Text that leans on what the grammar reserves. */
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('"', '@', ':', '/', '~', ' ', '*', '.', '\n', 'a', '1', '_'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 20,
  })
  .filter((part) => part !== '');
const oldName = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,40}$/);
const parts: fc.Arbitrary<RefParts> = fc.record({
  name: text,
  child: fc.option(text, { nil: undefined }),
  version: fc.option(text, { nil: undefined }),
  member: fc.option(fc.oneof(fc.constant('ALL' as const), fc.record({ name: text })), { nil: undefined }),
});

function split(ref: string): RefParts {
  const found = splitRef(ref);
  if (!found.ok) throw new Error(`${ref}: ${found.problem}`);
  return found.parts;
}

describe('what is printed', () => {
  it('can be typed back, whatever the names are', () => {
    fc.assert(fc.property(parts, (given) => expect(split(formatRef(given))).toEqual(given)));
  });

  it('can be typed back with a role, where roles are taken', () => {
    fc.assert(
      fc.property(parts, text, (given, role) => {
        const printed = formatRef({ ...given, role });
        expect(splitRef(printed, { roles: true })).toMatchObject({ ok: true, parts: { ...given, role } });
        expect(splitRef(printed).ok).toBe(false);
      }),
    );
  });

  it('is what every way of writing it comes to', () => {
    fc.assert(
      fc.property(fc.oneof(text, parts.map(formatRef)), (written) => {
        const found = splitRef(written);
        if (!found.ok) return;
        const printed = formatRef(found.parts);
        expect(formatRef(split(printed))).toBe(printed);
      }),
    );
  });

  it('has no quotes where there never were any', () => {
    fc.assert(
      fc.property(oldName, fc.option(fc.nat(), { nil: undefined }), (name, version) => {
        expect(formatRef({ name, version: version?.toString() })).toBe(
          version === undefined ? name : `${name}@${version}`,
        );
      }),
    );
  });

  it('has quotes only where it would be read as something else without', () => {
    fc.assert(
      fc.property(text, (name) => {
        if (formatName(name) !== name || ['.', '..'].includes(name)) return;
        expect(split(name)).toEqual({ name });
      }),
    );
  });

  it.each([
    ['flights', 'flights'],
    ['PUBLIC.ORDERS', 'PUBLIC.ORDERS'],
    ['生产', '生产'],
    ["it's", "it's"],
    ['My Experiment', '"My Experiment"'],
    ['s3://bucket/key', '"s3://bucket/key"'],
    ['flights@3', '"flights@3"'],
    ['a"b@1:c/d', '"a""b@1:c/d"'],
    ['..', '".."'],
    ['*', '"*"'],
    ['run_01kaywm7ycf0sva0ck3j6ttqzz', '"run_01kaywm7ycf0sva0ck3j6ttqzz"'],
  ])('of %s is %s', (name, printed) => {
    expect(formatName(name)).toBe(printed);
  });

  it('of the longest names is no longer than a reference may be', () => {
    const name = '"'.repeat(LONGEST_NAME);
    const longest = formatRef({
      name,
      version: 'a'.repeat(128),
      member: { name: '🦆'.repeat(LONGEST_NAME - 1).concat(' ') },
    });

    expect(longest.length).toBeLessThan(LONGEST_REF);
  });
});

describe('what is no reference', () => {
  it.each([
    ['', 'a name is missing in it'],
    ['""', 'a name is missing in it'],
    ['@3', 'a name is missing in it'],
    ['a/', 'a name is missing in it'],
    ['a@', 'nothing stands after "@"'],
    ['a:', 'nothing stands after ":"'],
    ['a@1@2', '"@" stands in it more than once (character 4)'],
    ['生产@1@2', '"@" stands in it more than once (character 5)'],
    ['🦆🦆/b/c', '"/" stands in it more than once (character 5)'],
    ['a:b@3', '"@" stands after ":" (character 4)'],
    ['"a', 'the quotation mark (character 1) is never closed'],
    ['a@3:"b', 'the quotation mark (character 5) is never closed'],
    ['"a"b', '"b" (character 4) follows a closing quotation mark'],
    ['a"b', 'a quotation mark stands within a name (character 2)'],
    ['a b', 'a space stands within a name (character 2)'],
    ['a:\tb', 'white space ("\\t") stands within a name (character 3)'],
    ['a:b~c', '"~" (character 4) stands before a role'],
  ])('says which character at which place: %s', (written, problem) => {
    expect(splitRef(written)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('is found out in linear time', () => {
    for (const unit of ['"', '""', '"a', 'a ', '@', ':', '"@"', '"":']) {
      const started = performance.now();
      splitRef(unit.repeat(200_000));
      splitRef(`"${unit.repeat(200_000)}`);
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });
});

describe('a name', () => {
  it.each([
    's3://bucket/key',
    'a"b@1:c/d',
    '生产',
    '..',
    '%2F',
    '<script>',
    '🦆'.repeat(256),
    'constructor',
    '__proto__',
    'x',
    'e\u0301'.repeat(256),
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    'a\u200db',
  ])('may be %s', (name) => expect(isFreeName(name)).toBe(true));

  it.each([
    '',
    ' a',
    'a\u00a0',
    '\ufeffa',
    'a\nb',
    'a\0b',
    'a\u0085b',
    'a\u2028b',
    'a\ud800b',
    'a\u202eb',
    'a\u2066b',
    '🦆'.repeat(257),
    'a'.repeat(10_000),
  ])('may not be %j', (name) => expect(isFreeName(name)).toBe(false));
});
