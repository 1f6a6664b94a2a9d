import type { LiveBinding } from './binding.sql.js';

/** What ends and what begins, from what is live to what is wanted. A binding whose share stays is left open. */
export function compareSplits(live: readonly LiveBinding[], wanted: ReadonlyMap<string, number>) {
  const isKept = (binding: LiveBinding) => wanted.get(binding.modelVersionId) === binding.trafficPercent;
  const kept = new Set(live.filter(isKept).map((binding) => binding.modelVersionId));
  return {
    ended: live.filter((binding) => !isKept(binding)),
    begun: [...wanted]
      .filter(([modelVersionId]) => !kept.has(modelVersionId))
      .map(([modelVersionId, trafficPercent]) => ({ modelVersionId, trafficPercent })),
  };
}
