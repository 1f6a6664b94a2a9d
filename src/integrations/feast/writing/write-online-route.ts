import type { Route } from '../../../platform/http/route.js';
import type { FeastRoom } from '../feast-room.js';
import { bodyOf, columnsOf, requiredText } from '../protocol/fields.js';
import { sendFeastError } from '../protocol/send-error.js';
import { writeFrame } from './write-frame.js';

/** `POST /write-to-online-store`: rows for one feature view; they enter its history too. */
export function writeOnlineRoute(room: FeastRoom): Route {
  return {
    method: 'POST',
    url: '/write-to-online-store',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: room.settings.bodyLimitBytes, timeMs: room.settings.requestTimeoutMs },
    sendError: sendFeastError,
    async answer(request, reply) {
      const caller = await room.caller(request);
      caller.demand('feature:write');
      const body = bodyOf(request.body);
      await writeFrame(room, caller, requiredText(body, 'feature_view_name'), columnsOf(body, 'df'));
      return reply.type('application/json; charset=utf-8').send('null');
    },
  };
}
