import { DatasetVersion } from '../../../datasets/dataset-version.entity.js';
import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import type { GraphNode } from '../../../graph/nodes/graph-node.js';
import type { WalkedEdge } from '../../../graph/walks/walked.js';
import { MODEL, MODEL_VERSION } from '../../../models/model-kinds.js';
import type { ExportNames } from './export-names.js';

/** Who writes the facets; a URI, as the schema of OpenLineage wants it. */
export const PRODUCER = 'urn:headwater';
const SPEC = 'https://openlineage.io/spec/facets';

export type ExportedFacet = Readonly<Record<string, unknown>>;

export function standardFacet(file: string, fields: ExportedFacet): ExportedFacet {
  return { _producer: PRODUCER, _schemaURL: `${SPEC}/${file}`, ...fields };
}

function ownFacet(name: string, fields: ExportedFacet): ExportedFacet {
  return { _producer: PRODUCER, _schemaURL: `urn:headwater:facet:${name}`, ...fields };
}

type Columns = Readonly<Record<string, readonly string[]>>;

/** What Headwater knows of a node besides what was told of it: as facets that others know where there are some, else as some of its own. */
export function nodeFacets(
  node: GraphNode,
  into: readonly WalkedEdge[],
  names: ExportNames,
): Record<string, ExportedFacet> {
  const { id, kind, label, description, owner, version } = node;
  const facets: Record<string, ExportedFacet> = {
    headwater_node: ownFacet('node', {
      id,
      kind,
      label,
      createdBy: node.createdBy,
      createdAt: node.createdAt.toISOString(),
      ...(node.deletedAt !== null && { deletedAt: node.deletedAt.toISOString() }),
    }),
  };
  if (description !== null)
    facets.documentation = standardFacet('1-0-1/DocumentationDatasetFacet.json', { description });
  if (owner !== null)
    facets.ownership = standardFacet('1-0-1/OwnershipDatasetFacet.json', { owners: [{ name: owner }] });
  if (version !== null) facets.version = versionFacet(node);
  if (kind === MODEL || kind === MODEL_VERSION)
    facets.datasetType = standardFacet('1-0-0/DatasetTypeDatasetFacet.json', { datasetType: 'MODEL', subType: kind });
  if (node instanceof DatasetVersion)
    facets.schema = standardFacet('1-1-1/SchemaDatasetFacet.json', {
      fields: node.columns.map(({ name, type, nativeType }) => ({ name, type: nativeType ?? type })),
    });
  addLineage(facets, into, names);
  return facets;
}

export function versionFacet({ version }: GraphNode): ExportedFacet {
  return standardFacet('1-0-1/DatasetVersionDatasetFacet.json', { datasetVersion: String(version) });
}

/** From what it was made without a run: columns in the facet that others read, everything in one of our own. */
function addLineage(facets: Record<string, ExportedFacet>, into: readonly WalkedEdge[], names: ExportNames): void {
  const fields: Record<string, { inputFields: object[] }> = {};
  const symlinks: object[] = [];
  const edges: object[] = [];
  for (const { src, kind, attributes } of into) {
    const from = names.ofId(src.id);
    if (from === undefined || kind === EdgeKind.OUTPUT) continue;
    if (kind === EdgeKind.SAME_AS) symlinks.push({ ...from, type: 'TABLE' });
    else edges.push({ kind, ...from, ...(Object.keys(attributes ?? {}).length > 0 && { attributes }) });
    for (const [column, sources] of Object.entries((attributes as { columns?: Columns } | undefined)?.columns ?? {})) {
      const known = Object.hasOwn(fields, column) ? fields[column] : undefined;
      const made = known ?? { inputFields: [] };
      Object.defineProperty(fields, column, { value: made, enumerable: true, configurable: true, writable: true });
      for (const field of sources) made.inputFields.push({ ...from, field });
    }
  }
  if (Object.keys(fields).length > 0)
    facets.columnLineage = standardFacet('1-2-0/ColumnLineageDatasetFacet.json', { fields });
  if (symlinks.length > 0)
    facets.symlinks = standardFacet('1-0-1/SymlinksDatasetFacet.json', { identifiers: symlinks });
  if (edges.length > 0) facets.headwater_upstream = ownFacet('upstream', { edges });
}
