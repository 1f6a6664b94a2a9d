import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { make } from '../../platform/make.js';
import { readAnchor, writeAnchor } from '../../platform/text/hash-chain.js';
import { verifyAudit } from '../audit/verify-audit.js';

/** Hashed in one request. */
const CHANGES_AT_ONCE = 20_000;

@ObjectType({ description: 'What a look at the chain of hashes of a project came to.' })
class AuditVerification {
  @Field(() => String, { description: 'The project.' }) project!: string;
  @Field(() => Boolean, { description: 'Whether everything that was looked at is as it was sealed.' }) intact!: boolean;
  @Field(() => Int, { description: 'Changes that were looked at.' }) changes!: number;
  @Field(() => Boolean, { description: 'False: there are more; ask again with `after: anchor`.' }) complete!: boolean;
  @Field(() => String, { nullable: true, description: 'What is wrong, and where; null: nothing.' }) problem!:
    | string
    | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Where the chain has come to: position and hash of the last change that was looked at. Kept elsewhere, it shows later that nothing before it was changed or cut off. Null: there is none.',
  })
  anchor!: string | null;
}

@Resolver()
export class AuditResolver {
  constructor(private readonly database: Database) {}

  @Query(() => AuditVerification, {
    description:
      'Computes the hashes of the log again: finds a change that was changed, is missing or was put in. With an anchor of an earlier time it also finds that the end was cut off.',
  })
  async verifyAudit(
    @Arg('project', () => String, { nullable: true, description: "The project; the request's own if left out." })
    project: string | null,
    @Arg('anchor', () => String, { nullable: true, description: 'An anchor of an earlier time.' })
    anchor: string | null,
    @Arg('after', () => String, { nullable: true, description: 'The anchor of the part before, to go on.' })
    after: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<AuditVerification> {
    const of = project ?? context.project;
    context.demand('audit:verify', of);
    const verification = await verifyAudit(this.database, {
      project: of,
      anchor: anchor == null ? undefined : readAnchor(anchor),
      after: after == null ? undefined : readAnchor(after),
      limit: CHANGES_AT_ONCE,
    });
    const { changes, last, problem, more } = verification;
    return make(AuditVerification, {
      project: of,
      intact: problem === undefined,
      changes,
      complete: !more,
      problem: problem ?? null,
      anchor: last === undefined ? null : writeAnchor(last),
    });
  }
}
