import type { LineageLink } from '../../graph/lineage-types.js';

/** Which share of a deployment's traffic goes along a link; undefined where it carries none. */
export function trafficPercent(link: LineageLink | undefined): number | undefined {
  const percent = link?.kind === 'BINDING' ? link.attributes?.trafficPercent : undefined;
  return typeof percent === 'number' ? percent : undefined;
}

/** A tenth of the traffic can be told from half of it; ten times as many lookups are one step wider. */
export function widthOf(percent: number | undefined, perMinute = 0): number {
  return percent === undefined ? 1.5 : 1.5 + (percent / 100) * 5 + Math.min(3, Math.log10(1 + perMinute));
}

export function rate(perMinute: number): string {
  return `${perMinute.toLocaleString('en', { maximumFractionDigits: perMinute < 10 ? 1 : 0 })} /min`;
}
