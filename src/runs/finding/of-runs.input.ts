import { Field, InputType } from 'type-graphql';
import { RunFilter } from '../filters/run-filter.input.js';

const THEN = 'As of a time, as it was known then, points of metrics as well.';

/** What versions can be asked about runs, whatever they are versions of. */
@InputType({ description: 'Runs of a version.' })
export abstract class OfRuns {
  @Field(() => RunFilter, { nullable: true, description: `A run that fits made it, or wrote into it. ${THEN}` })
  run?: RunFilter | null;

  @Field(() => RunFilter, { nullable: true, description: `A run that fits has read it. ${THEN}` })
  readBy?: RunFilter | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether a run made it.' }) hasRun?: boolean | null;
}
