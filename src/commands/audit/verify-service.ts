import type { HeadwaterClient } from '@headwater/client';
import { graphql, type ResultOf } from '@headwater/client/documents';

const VERIFY = graphql(`query ($anchor: String, $after: String) {
  verifyAudit(anchor: $anchor, after: $after) { changes complete problem anchor }
}`);

/** What a look at the whole chain came to. */
export interface VerifiedLog {
  readonly changes: number;
  readonly problem: string | null;
  readonly anchor: string | null;
}

/** Has a service verify the log of a project, part after part. */
export async function verifyService(client: HeadwaterClient, anchor: string | undefined): Promise<VerifiedLog> {
  let after: string | null = null;
  for (let changes = 0; ; ) {
    const answer: ResultOf<typeof VERIFY> = await client.graphql(VERIFY, { anchor, after });
    const part = answer.verifyAudit;
    changes += part.changes;
    after = part.anchor ?? after;
    if (part.complete || part.problem !== null) return { changes, problem: part.problem, anchor: after };
  }
}
