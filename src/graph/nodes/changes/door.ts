/** Where something came in: a GraphQL operation, a route, a command on the server's own machine, a job, or the service of its own accord. */
export type Door = 'GRAPHQL' | 'HTTP' | 'COMMAND' | 'JOB' | 'SERVICE';
