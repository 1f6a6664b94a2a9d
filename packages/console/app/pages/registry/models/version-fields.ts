import { PAGE_INFO } from '../../parts/lists/use-further.js';

/** What is shown of a version, and of a list of them. `$asOf` has to be a variable of the query. */
export const VERSION = `id kind label version description createdAt createdBy
        stage(asOf: $asOf)
        aliases(asOf: $asOf)
        metrics { name value }
        run { id kind label }
        deployments { id kind label }
        signature { ref }`;

export const VERSIONS_QUERY = `query Versions($ref: Ref!, $asOf: DateTime, $after: String) {
  model(ref: $ref) { versions(first: 200, after: $after) { nodes { ${VERSION} } ${PAGE_INFO} } }
}`;

export const VERSION_QUERY = `query Version($version: Ref!, $asOf: DateTime) {
  modelVersion(ref: $version) { ${VERSION} }
}`;

export const MOVE = 'at by from kind name reason to modelVersion { id kind label }';

export const MOVES_QUERY = `query Moves($ref: Ref!, $asOf: DateTime, $after: String) {
  model(ref: $ref) { history(asOf: $asOf, first: 200, after: $after) { nodes { ${MOVE} } ${PAGE_INFO} } }
}`;
