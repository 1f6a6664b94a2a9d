import { ExpiredPolicy, Int64Format } from '../../../features/lookups/online/lookup-enums.js';
import { payloadOf } from '../../../platform/http/answers/long-answer.js';
import type { Route } from '../../../platform/http/route.js';
import type { FeastRoom } from '../feast-room.js';
import { bodyOf, columnsOf, flag } from '../protocol/fields.js';
import { sendFeastError } from '../protocol/send-error.js';
import { readEntities } from './entity-columns.js';
import { namesOf } from './feature-names.js';
import { planQuestion } from './plan-question.js';
import { writeVectors } from './write-vectors.js';

const WRITING = {
  // Feast's stores give what has expired too.
  onExpired: ExpiredPolicy.VALUE,
  int64: Int64Format.NUMBER,
  matrices: new Set(['values', 'statuses', 'eventTimes'] as const),
};

/** `POST /get-online-features`, as Feast's servers answer it. `?status=true`, which its Go server takes, tells null from other values. */
export function onlineFeaturesRoute(room: FeastRoom): Route {
  const { requestTimeoutMs, bodyLimitBytes } = room.settings;
  return {
    method: 'POST',
    url: '/get-online-features',
    role: 'lookups',
    rule: 'signed-in',
    limits: { bodyBytes: bodyLimitBytes, timeMs: requestTimeoutMs },
    sendError: sendFeastError,
    async answer(request, reply) {
      const caller = await room.caller(request);
      caller.demand('feature:read');
      const body = bodyOf(request.body);
      const given = columnsOf(body, 'entities');
      const { plan, asked } = await planQuestion(room, caller, body);
      const budget = room.newBudget(request);
      budget.expect(([...given.values()][0]?.length ?? 0) * plan.columns.length);
      const { columns, keys } = readEntities(plan, given);
      const names = namesOf(
        plan,
        asked,
        flag(body, 'full_feature_names'),
        keys.map(({ name }) => name),
      );
      const nullStatus = (request.query as Record<string, unknown>).status === 'true';
      const asker = { caller, signal: () => caller.signal, budget };
      const text = await room.lookups.answer({ plan, entities: columns, options: WRITING, at: {}, asker }, (found) =>
        writeVectors(found, { keys, names, nullStatus }),
      );
      return reply.type('application/json; charset=utf-8').send(payloadOf(text));
    },
  };
}
