import { expect, it } from '@jest/globals';
import { ReplicaFreshness } from '../../../src/platform/database/replica/replica-freshness.js';

const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`;
const sampleOf = (second: number) => ({ time: second * 1_000, instant: at(second), place: BigInt(second) });

it('is that of the newest moment whose log was replayed, for as long as the bound allows', () => {
  const freshness = new ReplicaFreshness(5_000);
  expect(freshness.at(0)).toBeUndefined();
  for (const second of [1, 2, 3]) freshness.sample(sampleOf(second));
  freshness.replayed(2n);

  expect(freshness.at(3_000)).toBe(at(2));
  expect(freshness.at(7_000)).toBe(at(2));
  expect(freshness.at(7_001)).toBeUndefined();
});

it('keeps no more than the bound holds while a replica that is away says nothing', () => {
  const freshness = new ReplicaFreshness(5_000);
  for (let second = 0; second < 59; second++) freshness.sample(sampleOf(second));

  expect(freshness.size).toBe(6);
});
