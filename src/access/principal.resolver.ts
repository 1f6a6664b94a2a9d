import { Ctx, Field, ObjectType, Query, Resolver, registerEnumType } from 'type-graphql';
import type { GraphqlContext } from '../graph/graphql/graphql-context.js';
import { ACTIONS, type Action } from '../graph/nodes/action.js';
import { DateTime } from '../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../platform/make.js';
import { RequestCaller } from './callers.js';
import { Role } from './rights/role.js';

enum PrincipalProof {
  NONE = 'NONE',
  KEY = 'KEY',
  TOKEN = 'TOKEN',
}

registerEnumType(PrincipalProof, {
  name: 'PrincipalProof',
  description: 'How somebody has shown who it is.',
  valuesConfig: {
    NONE: { description: 'Not at all: access is open here, and the header `headwater-user` is believed.' },
    KEY: { description: 'By an API key.' },
    TOKEN: { description: 'By a token of the issuer that is believed here.' },
  },
});

@ObjectType({ description: 'A role that somebody has.' })
class RoleGrant {
  @Field(() => Role, { description: 'The role.' }) role!: Role;
  @Field(() => String, { nullable: true, description: 'Where; null: in every project.' }) project!: string | null;
  @Field(() => [String], { description: 'Rights beside those of the role.' }) rights!: readonly Action[];
}

@ObjectType('Principal', { description: 'Who asks, and what it may do.' })
class PrincipalType {
  @Field(() => String, { description: 'What is recorded as `createdBy`.' }) name!: string;
  @Field(() => PrincipalProof, { description: 'How it has shown that.' }) proof!: PrincipalProof;
  @Field(() => String, { description: 'The project of this request.' }) project!: string;
  @Field(() => [RoleGrant], { description: 'Its roles.' }) roles!: RoleGrant[];
  @Field(() => [String], { description: 'All that it may do in the project of this request.' }) actions!: Action[];
  @Field(() => DateTime, { nullable: true, description: 'When its key or token expires; null: never.' })
  expiresAt!: Date | null;
}

@Resolver()
export class PrincipalResolver {
  @Query(() => PrincipalType, { description: 'Who you are, and what you may do.' })
  me(@Ctx() { caller }: GraphqlContext): PrincipalType {
    if (!(caller instanceof RequestCaller)) throw new Error('nobody asks');
    const { name, proof, grants, expiresAt } = caller.principal;
    return make(PrincipalType, {
      name,
      proof: PrincipalProof[proof],
      project: caller.project,
      roles: grants.map(({ role, project, rights }) => make(RoleGrant, { role, project, rights })),
      actions: (Object.keys(ACTIONS) as Action[]).filter((action) => caller.may(action)),
      expiresAt,
    });
  }
}
