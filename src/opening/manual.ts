/** The first words of the manual: GraphiQL's docs pane begins with them. */
export const MANUAL = `Lineage graph and feature store for machine learning.

Everything is a node of one graph: datasets, entities, feature sets, runs, models, deployments, and their versions. Edges
point downstream, from the data towards the deployments. Inputs take a Ref wherever they take a node: an id, or a name such
as \`flights@3\`, \`flight_delay@champion\`, \`production/flight-delay\`, \`"My Experiment"\`. The header \`headwater-project\` chooses the project,
\`authorization: Bearer hw_…\` shows who you are; where access is open, \`headwater-user\` says it. Errors carry \`extensions.code\`.`;
