import { HTTP_STATUS } from '../../../platform/errors.js';
import type { Route } from '../../../platform/http/route.js';
import { plainName } from '../../../platform/text/plain-name.js';
import type { FeastRoom } from '../feast-room.js';
import { FeastError, refused } from '../protocol/feast-error.js';
import { bodyOf, columnsOf, optionalText, requiredText } from '../protocol/fields.js';
import { sendFeastError } from '../protocol/send-error.js';
import { selectSetsOfPushSource } from './push-source.sql.js';
import { checkFrame, findView, writeFrame } from './write-frame.js';

/** The status of an unknown push source, as Feast's server has it. */
const UNPROCESSABLE = 422;

/** `POST /push`: rows for every feature set that a push source feeds. */
export function pushRoute(room: FeastRoom): Route {
  return {
    method: 'POST',
    url: '/push',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: room.settings.bodyLimitBytes, timeMs: room.settings.requestTimeoutMs },
    sendError: sendFeastError,
    async answer(request, reply) {
      const caller = await room.caller(request);
      caller.demand('feature:write');
      const body = bodyOf(request.body);
      const source = requiredText(body, 'push_source_name');
      requireOnline(optionalText(body, 'to') ?? 'online');
      const frame = columnsOf(body, 'df');
      const sets = await selectSetsOfPushSource(room.database, caller.project, source, plainName(source, 'set'));
      if (sets.length === 0)
        throw new FeastError(
          'PushSourceNotFoundException',
          UNPROCESSABLE,
          `Unable to find push source '${source}': no feature set has it as its tag feast.push_source, or its name.`,
        );
      const targets = await Promise.all(sets.map((set) => findView(room, caller, set)));
      const known = targets.map(({ definition }) => [...definition.joinKeys, ...definition.features]);
      const othersOf = (own: number) =>
        new Set(known.flatMap((columns, other) => (other === own ? [] : columns.map(({ name }) => name))));
      // Each set is written by itself: what one of them would refuse is refused before any is written.
      if (sets.length > 1) for (const [index, target] of targets.entries()) checkFrame(target, frame, othersOf(index));
      for (const [index, set] of sets.entries()) await writeFrame(room, caller, set, frame, othersOf(index));
      return reply.code(HTTP_OK).send();
    },
  };
}

const HTTP_OK = 200;

function requireOnline(to: string): void {
  if (to === 'online' || to === 'online_and_offline') return;
  if (to !== 'offline')
    throw refused(`${to} is not a supported push format; it is online, offline or online_and_offline.`);
  throw new FeastError(
    'FeastError',
    HTTP_STATUS.BAD_USER_INPUT,
    'to is offline; here history and what is online are written together, so that they agree: push to online_and_offline.',
  );
}
