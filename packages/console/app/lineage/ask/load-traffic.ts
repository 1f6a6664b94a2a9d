import type { Ask } from './ask.js';

export const TRAFFIC_QUERY = `query Traffic($of: [Ref!]!) {
  impact(of: $of, change: DEPRECATE, limit: 1000) {
    affected { node { id kind } lookupsPerMinute trafficPercent }
  }
}`;

interface Affected {
  readonly node: { readonly id: string; readonly kind: string };
  readonly lookupsPerMinute: number;
}

/** How often each deployment that reads these is asked, per minute. */
export async function loadTraffic(ask: Ask, of: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { impact } = await ask<{ impact: { readonly affected: readonly Affected[] } }>(TRAFFIC_QUERY, { of });
  return new Map(impact.affected.map(({ node, lookupsPerMinute }) => [node.id, lookupsPerMinute]));
}
