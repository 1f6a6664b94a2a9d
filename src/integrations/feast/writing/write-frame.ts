import { readFeatureRows } from '../../../features/ingest/rows/read-feature-rows.js';
import { writeFeatures } from '../../../features/ingest/write-features.js';
import type { WriteTarget } from '../../../features/ingest/write-target.js';
import { formatName } from '../../../graph/names/format-ref.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { HeadwaterError } from '../../../platform/errors.js';
import { plainName } from '../../../platform/text/plain-name.js';
import type { FeastRoom } from '../feast-room.js';
import { missingView } from '../reading/plan-question.js';
import { columnsFor, type Frame, rowsOf } from './frame-rows.js';

/** The feature set that a feature view is here. Throws as Feast does where there is none. */
export async function findView({ writeTargets }: FeastRoom, caller: Caller, view: string): Promise<WriteTarget> {
  try {
    return await writeTargets.find(caller, refOfView(view));
  } catch (error) {
    throw error instanceof HeadwaterError && error.code === 'NOT_FOUND' ? missingView(error) : error;
  }
}

/** Writes the rows of a frame into a feature set: all of them, or none. `others` are columns that other sets take. */
export async function writeFrame(
  room: FeastRoom,
  caller: Caller,
  view: string,
  frame: Frame,
  others: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { definition } = await findView(room, caller, view);
  const rows = rowsOf(definition, frame, columnsFor(definition, frame, others));
  if (rows.length === 0) return;
  await writeFeatures(room.database, room.graph, room.writeTargets, caller, { featureSet: refOfView(view), rows });
}

/** Throws where a row would be refused. */
export function checkFrame({ definition, encode }: WriteTarget, frame: Frame, others: ReadonlySet<string>): void {
  readFeatureRows(rowsOf(definition, frame, columnsFor(definition, frame, others)), encode, new Map());
}

/** `driver_stats`, or `driver_stats@v2`. */
function refOfView(view: string): string {
  const [, name = view, version] = /^([^@]+)@v?(\d{1,9})$/.exec(view) ?? [];
  return `${formatName(plainName(name, 'set'))}${version === undefined ? '' : `@${version}`}`;
}
