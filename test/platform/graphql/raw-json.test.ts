import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RawJson, stringifyWithRawJson } from '../../../src/platform/graphql/scalars/raw-json.js';

describe('stringifyWithRawJson', () => {
  it('puts stored text into the response as it is', () => {
    const text = stringifyWithRawJson({ values: [new RawJson('[9223372036854775807, 1.50]'), new RawJson('null')] });

    expect(text).toBe('{"values":[[9223372036854775807, 1.50],null]}');
  });

  it('stringifies everything around it as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.json()), (around, raws) => {
        const text = stringifyWithRawJson({ around, raws: raws.map((raw) => new RawJson(raw)) });

        expect(JSON.parse(String(text))).toEqual(
          JSON.parse(JSON.stringify({ around, raws: raws.map((raw) => JSON.parse(raw)) })),
        );
      }),
    );
  });

  it('leaves long text in its slices', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.json()), (around, raws) => {
        const slices = raws.map((raw) => new RawJson([...raw].map((character) => Buffer.from(character))));
        const json = stringifyWithRawJson({ around, raws: slices });
        const text = typeof json === 'string' ? json : Buffer.concat(json).toString();

        expect(typeof json === 'string').toBe(raws.length === 0);
        expect(text).toBe(stringifyWithRawJson({ around, raws: raws.map((raw) => new RawJson(raw)) }));
      }),
    );
  });

  it('is not fooled by text that looks like what it replaces', () => {
    const hostile = '"raw:AAAAAAAAAAAAAAAAAAAAAAAA"';

    expect(stringifyWithRawJson([hostile, new RawJson('[1]'), hostile])).toBe(JSON.stringify([hostile, [1], hostile]));
  });

  it('leaves replacement patterns of stored text alone', () => {
    expect(stringifyWithRawJson([new RawJson('"$& $1 $$"')])).toBe('["$& $1 $$"]');
  });

  it('is plain JSON for whoever stringifies it otherwise', () => {
    expect(JSON.stringify({ raw: new RawJson('[1, 2]') })).toBe('{"raw":[1,2]}');
  });

  it('forgets what it gathered when stringifying fails half-way', () => {
    const broken = [
      new RawJson('1'),
      {
        toJSON: () => {
          throw new Error('no');
        },
      },
    ];

    expect(() => stringifyWithRawJson(broken)).toThrow('no');
    expect(stringifyWithRawJson([new RawJson('2')])).toBe('[2]');
  });
});
