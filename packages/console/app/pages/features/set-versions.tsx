import { lineageAddress } from '../../lineage/page/addresses.js';
import { shortened } from '../../lineage/view/card/card-size.js';
import { Section } from '../parts/facts.js';
import { More } from '../parts/lists/more.js';
import { PAGE_INFO, type Page, useFurther } from '../parts/lists/use-further.js';
import { State } from '../parts/states.js';
import { Ago, type Named } from '../parts/values.js';

const FIELDS = 'nodes { id kind label current createdAt createdBy deprecations { feature } features { name } }';

/** For the query of the page: the newest versions of a set. */
export const VERSIONS = `versions(first: 50) { ${FIELDS} ${PAGE_INFO} }`;

const FURTHER_QUERY = `query Versions($ref: Ref!, $after: String) {
  featureSet(ref: $ref) { versions(first: 200, after: $after) { ${FIELDS} ${PAGE_INFO} } }
}`;

export interface SetVersion extends Named {
  readonly current: boolean;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deprecations: readonly { readonly feature: string | null }[];
  readonly features: readonly { readonly name: string }[];
}

interface Further {
  readonly featureSet: { readonly versions: Page<SetVersion> } | null;
}

/** The versions of a feature set, newest first. */
export function SetVersions({ id, versions }: { readonly id: string; readonly versions: Page<SetVersion> }) {
  const pages = useFurther(versions, FURTHER_QUERY, { ref: id }, ({ featureSet }: Further) => featureSet?.versions);
  return (
    <>
      <Section title="Versions" count={pages.items.length} hasMore={pages.hasMore} empty="None yet.">
        <table className="page-list">
          <tbody>
            {pages.items.map(({ id: version, label, current, createdAt, createdBy, deprecations, features }) => (
              <tr key={version}>
                <th scope="row">
                  <a href={lineageAddress(label)}>{label}</a>
                </th>
                <td>
                  {current ? <State word="current" /> : null}
                  {deprecations.length > 0 ? <State word="FAILED" text="deprecated" /> : null}
                </td>
                <td>{features.length} features</td>
                <td>
                  <Ago time={createdAt} /> by <bdi>{shortened(createdBy, 30)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <More of={pages} />
    </>
  );
}
