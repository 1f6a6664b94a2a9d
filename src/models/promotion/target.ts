import { registerEnumType } from 'type-graphql';
import type { Queryable } from '../../platform/database/queryable.js';
import { checkAlias } from '../aliases/alias.input.js';
import { stageNamed } from '../stages/set-stage.js';
import type { Stage } from '../stages/stage.js';
import { selectStages } from '../stages/stage-list.sql.js';

export enum TargetKind {
  ALIAS = 'ALIAS',
  STAGE = 'STAGE',
}

registerEnumType(TargetKind, {
  name: 'PromotionTargetKind',
  description: 'What a version is promoted to.',
  valuesConfig: {
    ALIAS: { description: 'An alias, which then points to it.' },
    STAGE: { description: 'A stage, which then holds it alone.' },
  },
});

/** What a version is promoted to. */
export interface Target {
  readonly kind: TargetKind;
  readonly name: string;
  readonly stages: readonly Stage[];
}

const WRITTEN = /^(stage|alias):(.*)$/s;

/** A stage where the project has one of this name, else an alias. Throws BAD_USER_INPUT for what can be neither. */
export async function targetOf(db: Queryable, project: string, to: string): Promise<Target> {
  const stages = await selectStages(db, project);
  const [, kind, rest = to] = WRITTEN.exec(to) ?? [];
  if (kind === 'stage') return { kind: TargetKind.STAGE, name: stageNamed(stages, rest), stages };
  if (kind === undefined && stages.some(({ name }) => name === to)) return { kind: TargetKind.STAGE, name: to, stages };
  checkAlias(rest);
  return { kind: TargetKind.ALIAS, name: rest, stages };
}
