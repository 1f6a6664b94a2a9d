import { ObjectType } from 'type-graphql';
import { GraphNode } from '../../graph/nodes/graph-node.js';

/** Has no table of its own: a job is what its runs share. */
@ObjectType('Job', {
  implements: GraphNode,
  description:
    'What reads and writes data again and again, such as a task of Airflow or a query of Spark, as OpenLineage tells of it; its executions are runs.',
})
export class Job extends GraphNode {}
