import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shareRest } from '../../../src/deployments/shifts/share-rest.js';
import { casesOf } from '../../support/cases.js';

const shares = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 })
  .map((all) => all.map((trafficPercent, index) => ({ modelVersionId: String(index), trafficPercent })));

it('gives whole percents that make the rest, in the proportions of before', () => {
  const settings = { numRuns: casesOf(500, 20_000) };
  fc.assert(
    fc.property(shares, fc.integer({ min: 0, max: 100 }), (others, rest) => {
      const sum = others.reduce((total, { trafficPercent }) => total + trafficPercent, 0);
      const given = shareRest(others, rest);
      if (sum === 0) return expect(given === undefined).toBe(rest > 0);
      expect(given?.reduce((total, { trafficPercent }) => total + trafficPercent, 0)).toBe(rest);
      for (const [index, { trafficPercent }] of (given ?? []).entries()) {
        const before = others[index]?.trafficPercent ?? 0;
        expect(Math.abs(trafficPercent - (before * rest) / sum)).toBeLessThan(1);
        if (before === 0) expect(trafficPercent).toBe(0);
      }
    }),
    settings,
  );
});
