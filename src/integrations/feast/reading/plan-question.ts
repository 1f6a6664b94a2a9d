import type { LookupPlan } from '../../../features/lookups/online/plans/lookup-plan.js';
import { formatName } from '../../../graph/names/format-ref.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { HeadwaterError, HTTP_STATUS } from '../../../platform/errors.js';
import type { FeastRoom } from '../feast-room.js';
import { FeastError, refused } from '../protocol/feast-error.js';
import { type FeastBody, optionalText, texts } from '../protocol/fields.js';
import { type AskedFeature, readReference } from './feature-names.js';

const MOST_FEATURES = 5_000;

export interface PlannedQuestion {
  readonly plan: LookupPlan;
  /** The features one by one; undefined where a service lists them. */
  readonly asked: readonly AskedFeature[] | undefined;
}

/** Plans what a request asks for: a service, which goes before a list of features as it does in Feast, or that list. */
export async function planQuestion(room: FeastRoom, caller: Caller, body: FeastBody): Promise<PlannedQuestion> {
  const service = optionalText(body, 'feature_service');
  if (service !== undefined) return { plan: await planService(room, caller, service), asked: undefined };
  const asked = texts(body, 'features', MOST_FEATURES).map(readReference);
  if (asked.length === 0) throw refused('Name features, such as ["driver_stats:conv_rate"], or a feature_service.');
  try {
    return {
      plan: await room.planner.forFeatures(
        caller,
        asked.map(({ ref }) => ref),
      ),
      asked,
    };
  } catch (error) {
    throw isMissing(error) ? missingView(error) : error;
  }
}

/** A feature service, a model version or a deployment of that name: the first that there is, until the catalog changes. */
function planService({ planner, services }: FeastRoom, caller: Caller, name: string): Promise<LookupPlan> {
  return planner.remember(JSON.stringify(['feast', caller.project, name]), async () => {
    // Any text may be the name of one, in quotes where it would be read as something else.
    const refs = [...new Set([name, formatName(name)])];
    for (const [source, ref] of services.flatMap((each) => refs.map((text) => [each, text] as const))) {
      try {
        return await source.plan(caller, { [source.field]: ref }, {});
      } catch (error) {
        // What reads like no reference of that kind names none.
        const isNone = error instanceof HeadwaterError && ['NOT_FOUND', 'BAD_USER_INPUT'].includes(error.code);
        if (!isNone) throw error;
      }
    }
    throw new FeastError(
      'FeatureServiceNotFoundException',
      HTTP_STATUS.NOT_FOUND,
      `Feature service ${name} does not exist: there is no feature service, model version or deployment of that name.`,
    );
  });
}

function isMissing(error: unknown): error is HeadwaterError {
  return error instanceof HeadwaterError && error.code === 'NOT_FOUND';
}

export function missingView({ message }: HeadwaterError): FeastError {
  return new FeastError('FeatureViewNotFoundException', HTTP_STATUS.NOT_FOUND, message);
}
