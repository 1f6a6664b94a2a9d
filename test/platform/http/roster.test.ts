import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Listed, Roster } from '../../../src/platform/http/bounds/roster.js';

it('holds who came and has not left, whatever leaves twice, was never there, or leaves while all are gone through', () => {
  const step = fc.record({ member: fc.nat(20), comes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.nat(20), (steps, everyNth) => {
      const members: Listed[] = Array.from({ length: 21 }, () => ({ place: -1 }));
      const roster = new Roster<Listed>();
      const present = new Set<Listed>();
      for (const { member, comes } of steps) {
        const one = members[member] as Listed;
        if (comes && !present.has(one)) {
          roster.add(one);
          present.add(one);
        } else if (!comes) {
          roster.remove(one);
          present.delete(one);
        }
        expect(roster.size).toBe(present.size);
      }
      expect(new Set(roster)).toEqual(present);

      const met: Listed[] = [];
      for (const one of roster) {
        met.push(one);
        if (met.length % (everyNth + 1) === 0) {
          roster.remove(one);
          present.delete(one);
        }
      }
      expect(new Set(met).size).toBe(met.length);
      expect(new Set(roster)).toEqual(present);
    }),
  );
});
