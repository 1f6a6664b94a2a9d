import { shortened } from '../../../lineage/view/card/card-size.js';
import { Section } from '../facts.js';
import { Ago, type Named, NodeLink } from '../values.js';

/** Something that was done. */
export interface TimelineEntry {
  readonly id: string;
  readonly action: string;
  readonly at: string;
  readonly principal: string;
  readonly door: string;
  readonly reason: string | null;
  readonly nodes: readonly Named[];
}

const MOST_NODES = 6;

/** What was done, by whom and when. */
export function Timeline({
  entries,
  title = 'What was done',
  hasMore = false,
}: {
  readonly entries: readonly TimelineEntry[];
  readonly hasMore?: boolean;
  readonly title?: string;
}) {
  return (
    <Section title={title} count={entries.length} hasMore={hasMore} empty="Nothing was done.">
      <ol className="page-timeline">
        {entries.map(({ id, action, at, principal, door, reason, nodes }) => (
          <li key={id}>
            <strong>{action}</strong> <Ago time={at} /> by <bdi>{shortened(principal, 40)}</bdi>{' '}
            <small>{door.toLowerCase()}</small>
            {reason === null ? null : <q>{shortened(reason, 200)}</q>}
            <span className="page-timeline-nodes">
              {nodes.slice(0, MOST_NODES).map((node) => (
                <NodeLink key={node.id} node={node} />
              ))}
              {nodes.length > MOST_NODES ? <small>and {nodes.length - MOST_NODES} more</small> : null}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
