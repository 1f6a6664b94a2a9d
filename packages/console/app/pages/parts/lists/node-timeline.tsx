import { More } from './more.js';
import { Timeline, type TimelineEntry } from './timeline.js';
import { TIMELINE_FIELDS } from './timeline-fields.js';
import { PAGE_INFO, type Page, useFurther } from './use-further.js';

/** For the query of a page: what was done last about its node. */
export const TIMELINE = `timeline(first: 20) { nodes { ${TIMELINE_FIELDS} } ${PAGE_INFO} }`;

const FURTHER_QUERY = `query Timeline($id: ID!, $after: String) {
  node(id: $id) { timeline(first: 100, after: $after) { nodes { ${TIMELINE_FIELDS} } ${PAGE_INFO} } }
}`;

interface Further {
  readonly node: { readonly timeline: Page<TimelineEntry> } | null;
}

/** What was done about a node, as far back as one likes. */
export function NodeTimeline({ id, timeline }: { readonly id: string; readonly timeline: Page<TimelineEntry> }) {
  const pages = useFurther(timeline, FURTHER_QUERY, { id }, ({ node }: Further) => node?.timeline);
  return (
    <>
      <Timeline entries={pages.items} hasMore={pages.hasMore} />
      <More of={pages} />
    </>
  );
}
