import { insertEdge, selectEdgesInto } from '../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput } from '../../platform/errors.js';
import { make } from '../../platform/make.js';
import { checkColumnTypes } from '../definitions/references/column-types.js';
import { type FeatureReferences, inRole, type ResolvedFeature } from '../definitions/references/feature-references.js';
import { selectDefinitions } from '../definitions/references/feature-references.sql.js';
import { isFeature } from '../lookups/online/plans/plan-lookup.js';
import type { RequestInput } from '../lookups/online/plans/request-inputs.js';
import { SignatureFeature } from './signature-feature.js';

/** What a SIGNATURE edge says of one feature. */
interface SignedFeature {
  readonly name: string;
  readonly position: number;
  /** Left out where there is none. */
  readonly role?: string;
}

/** One place of a signature: which feature of which feature set version stands there, in which role. */
export interface SignatureEntry {
  readonly name: string;
  readonly position: number;
  readonly role: string | null;
  readonly featureSetVersionId: string;
}

/** Pins every reference to a version, in the order given. Throws BAD_USER_INPUT for a feature that is named twice, or a column of two types. */
export async function pinSignature(
  db: Queryable,
  features: FeatureReferences,
  caller: Caller,
  refs: readonly string[],
): Promise<ResolvedFeature[]> {
  const signature = await features.resolveAll(db, caller, refs);
  const seen = new Set<string>();
  for (const { ref } of signature) {
    if (seen.has(ref)) {
      throw badInput(`The feature "${ref}" stands twice; each is read once in each role.`, {
        found: ref,
      });
    }
    seen.add(ref);
  }
  await checkColumnTypes(db, signature, []);
  return signature;
}

/** Draws what a model or a service version reads: one edge per feature set version, which holds its features, their positions and the roles that they are read in. */
export async function drawSignature(
  tx: Transaction,
  readerId: string,
  vector: readonly (ResolvedFeature | RequestInput)[],
  runId: string | null,
): Promise<void> {
  const bySet = new Map<string, SignedFeature[]>();
  for (const [position, column] of vector.entries()) {
    if (!isFeature(column)) continue;
    const { featureSetVersionId, name, role } = column;
    const features = bySet.get(featureSetVersionId) ?? [];
    features.push(role === null ? { name, position } : { name, position, role });
    bySet.set(featureSetVersionId, features);
  }
  for (const [src, features] of bySet) {
    const roles = [...new Set(features.flatMap(({ role }) => role ?? []))];
    const attributes = roles.length === 0 ? { features } : { features, roles };
    await insertEdge(tx, { src, dst: readerId, kind: EdgeKind.SIGNATURE, runId, attributes });
  }
}

/** What each reader reads, in its order. One statement. */
export async function readSignatures(
  db: Queryable,
  readerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SignatureEntry[]>> {
  const signatures = new Map<string, SignatureEntry[]>(readerIds.map((id) => [id, []]));
  for (const edge of await selectEdgesInto(db, readerIds, EdgeKind.SIGNATURE)) {
    const features = edge.attributes.features as readonly SignedFeature[];
    signatures
      .get(edge.dst)
      ?.push(
        ...features.map(({ name, position, role = null }) => ({ name, position, role, featureSetVersionId: edge.src })),
      );
  }
  for (const signature of signatures.values()) signature.sort((a, b) => a.position - b.position);
  return signatures;
}

/** The same with what the definitions say of each feature. Two statements. */
export async function describeSignatures(
  db: Queryable,
  readerIds: readonly string[],
): Promise<ReadonlyMap<string, SignatureFeature[]>> {
  const signatures = await readSignatures(db, readerIds);
  const sets = [...signatures.values()].flat().map((entry) => entry.featureSetVersionId);
  const definitions = await selectDefinitions(db, sets);
  const describe = (entry: SignatureEntry): SignatureFeature => {
    const definition = definitions.get(entry.featureSetVersionId);
    const feature = definition?.features.find((candidate) => candidate.name === entry.name);
    if (definition === undefined || feature === undefined) throw new Error(`no definition of ${entry.name}`);
    return make(SignatureFeature, {
      ...entry,
      ref: inRole(`${definition.label}:${entry.name}`, entry.role),
      type: feature.type,
      description: feature.description,
    });
  };
  return new Map([...signatures].map(([id, entries]) => [id, entries.map(describe)]));
}

/** Whether two name the same features of the same versions in the same order and roles. */
export function sameSignature(one: readonly SignaturePlace[], other: readonly SignaturePlace[]): boolean {
  return shapeOf(one) === shapeOf(other);
}

type SignaturePlace = Pick<SignatureEntry, 'featureSetVersionId' | 'name' | 'role'>;

function shapeOf(signature: readonly SignaturePlace[]): string {
  return JSON.stringify(signature.map(({ featureSetVersionId, name, role }) => [featureSetVersionId, name, role]));
}
