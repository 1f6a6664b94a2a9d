import { Section } from '../parts/facts.js';
import { More } from '../parts/lists/more.js';
import { PAGE_INFO, type Page, useFurther } from '../parts/lists/use-further.js';
import { type Named, NodeLink } from '../parts/values.js';

const READER_FIELDS = `nodes {
  reader { id kind label ... on ModelVersion { aliases deployments { id kind label } } }
  versions { id kind label }
}`;

/** For the query of the page: what reads any version of a set. */
export const READERS = `readers(first: 50) { ${READER_FIELDS} ${PAGE_INFO} }`;

const FURTHER_QUERY = `query Readers($ref: Ref!, $after: String) {
  featureSet(ref: $ref) { readers(first: 200, after: $after) { ${READER_FIELDS} ${PAGE_INFO} } }
}`;

export interface SetReader {
  readonly reader: Named & { readonly aliases?: readonly string[]; readonly deployments?: readonly Named[] };
  readonly versions: readonly Named[];
}

interface Further {
  readonly featureSet: { readonly readers: Page<SetReader> } | null;
}

/** What reads a feature set, with the version that it reads, newest first. */
export function SetReaders({ id, readers }: { readonly id: string; readonly readers: Page<SetReader> }) {
  const pages = useFurther(readers, FURTHER_QUERY, { ref: id }, ({ featureSet }: Further) => featureSet?.readers);
  return (
    <>
      <Section
        title="Read by"
        count={pages.items.length}
        hasMore={pages.hasMore}
        empty="No signature of a model or a feature service reads it."
      >
        <table className="page-list">
          <thead>
            <tr>
              {['What', 'Reads', 'Serves'].map((word) => (
                <th key={word} scope="col">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pages.items.map(({ reader, versions }) => (
              <tr key={reader.id}>
                <th scope="row">
                  <NodeLink node={reader} /> <small>{(reader.aliases ?? []).join(', ')}</small>
                </th>
                <td data-of="Reads">
                  <Links nodes={versions} />
                </td>
                <td data-of="Serves">{reader.deployments?.length ? <Links nodes={reader.deployments} /> : null}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <More of={pages} />
    </>
  );
}

function Links({ nodes }: { readonly nodes: readonly Named[] }) {
  return nodes.map((node) => (
    <span key={node.id}>
      <NodeLink node={node} />{' '}
    </span>
  ));
}
