import type { LiveBinding } from '../../deployments/bindings/binding.sql.js';
import type { ServedLookups } from '../../features/lookups/online/traffic/served-lookups.sql.js';
import type { ServedTraffic } from '../../features/lookups/online/traffic/served-traffic.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { groupBy } from '../../platform/group-by.js';
import type { PlainEdge } from '../places/place-graph.js';

/** How much something is used. */
export interface Traffic {
  /** Of a deployment: the share that goes to versions that are reached; of a model version: its greatest share anywhere; else null. */
  readonly trafficPercent: number | null;
  /** Lookups in the last hour, for each of its minutes; null where it is asked about the past. */
  readonly lookupsPerMinute: number | null;
  readonly lastReadAt: Date | null;
}

const MINUTES = 60;

/** `traffic` is undefined where it is asked about the past. What is asked counts for the deployment, or the reader, that was asked, for the model version that answered, and for what that reads. */
export async function measureTraffic(
  traffic: ServedTraffic | undefined,
  live: ReadonlyMap<string, readonly LiveBinding[]>,
  reached: {
    readonly modelVersions: readonly string[];
    /** Feature service versions and feature set versions. */
    readonly otherReaders: readonly string[];
    /** Those that are changed themselves. */
    readonly changedVersions: readonly string[];
    readonly edges: readonly PlainEdge[];
  },
): Promise<(id: string) => Traffic> {
  const versions = new Set([...reached.modelVersions, ...reached.changedVersions]);
  const serving = [...live.values()].flat();
  const behind = serving.map(({ modelVersionId }) => modelVersionId);
  const counted = (await traffic?.ofAll([...new Set([...versions, ...reached.otherReaders, ...behind])])) ?? [];
  const sumOf = traffic === undefined ? () => NOT_REMEMBERED : sumOfAll;
  const byReader = groupBy(counted, ({ readerId }) => readerId);
  const byDeployment = groupBy(counted, ({ deploymentId }) => deploymentId);
  const hitReaders = new Set([...versions, ...reached.otherReaders]);
  const readers = groupBy(
    reached.edges.filter(({ kind }) => kind === EdgeKind.SIGNATURE),
    ({ src }) => src,
  );
  const bindings = groupBy(serving, ({ modelVersionId }) => modelVersionId);
  return (id) => {
    const own = live.get(id);
    if (own !== undefined) {
      const reachedOnes = own.filter(({ modelVersionId }) => versions.has(modelVersionId));
      // Through its environment, say: then it is all of it.
      const hit = reachedOnes.length === 0 ? own : reachedOnes;
      const ids = new Set(hit.map(({ modelVersionId }) => modelVersionId));
      const trafficPercent = sharesOf(hit).reduce((sum, share) => sum + share, 0);
      return {
        trafficPercent,
        ...sumOf((byDeployment.get(id) ?? []).filter(({ readerId }) => ids.has(readerId))),
      };
    }
    if (versions.has(id))
      return { trafficPercent: Math.max(0, ...sharesOf(bindings.get(id) ?? [])), ...sumOf(byReader.get(id) ?? []) };
    const read = new Set((readers.get(id) ?? []).map(({ dst }) => dst).filter((reader) => hitReaders.has(reader)));
    return { trafficPercent: null, ...sumOf([id, ...read].flatMap((reader) => byReader.get(reader) ?? [])) };
  };
}

function sharesOf(bindings: readonly LiveBinding[]): number[] {
  return bindings.map(({ trafficPercent }) => trafficPercent);
}

const NOT_REMEMBERED = { lookupsPerMinute: null, lastReadAt: null };

function sumOfAll(counted: readonly ServedLookups[]): Omit<Traffic, 'trafficPercent'> {
  const lookups = counted.reduce((sum, { count }) => sum + count, 0);
  const last = counted.reduce((latest, { lastAt }) => Math.max(latest, lastAt.getTime()), 0);
  return { lookupsPerMinute: lookups / MINUTES, lastReadAt: counted.length === 0 ? null : new Date(last) };
}
