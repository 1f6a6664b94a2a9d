import { hasRows } from '../../../features/publishing/version-rows.sql.js';
import type { Route } from '../../../platform/http/route.js';
import { describeValue } from '../../../platform/text/describe-value.js';
import { parseInstant } from '../../../platform/time/instant.js';
import type { FeastRoom } from '../feast-room.js';
import { instantOf } from '../protocol/cell-value.js';
import { refused } from '../protocol/feast-error.js';
import { bodyOf, type FeastBody, flag, optionalText, requiredText, texts } from '../protocol/fields.js';
import { sendFeastError } from '../protocol/send-error.js';
import { findView } from './write-frame.js';

const MOST_VIEWS = 1_000;

/**
 * `POST /materialize` and `/materialize-incremental`. What is written here is online at once, so there is nothing to be done for views that have rows; of a
 * view that has none the rows lie where Feast's sources are, which this service doesn't read: that is said.
 */
export function materializeRoute(room: FeastRoom, url: '/materialize' | '/materialize-incremental'): Route {
  return {
    method: 'POST',
    url,
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: room.settings.bodyLimitBytes, timeMs: room.settings.requestTimeoutMs },
    sendError: sendFeastError,
    async answer(request, reply) {
      const caller = await room.caller(request);
      caller.demand('feature:write');
      const body = bodyOf(request.body);
      requireTimes(body, url === '/materialize');
      const views = texts(body, 'feature_views', MOST_VIEWS);
      if (views.length === 0)
        throw refused('Name the feature_views: which of them have rows to be read elsewhere is known for each.');
      const version = optionalText(body, 'version');
      for (const view of views) {
        const { definition } = await findView(room, caller, version === undefined ? view : `${view}@${version}`);
        const found = await room.database.shares.use([definition.storage], () =>
          room.database.quietTransaction((tx) => hasRows(tx, definition.storage)),
        );
        if (!found)
          throw refused(
            `${definition.label} has no rows, and this service does not read Feast's sources: send them with /push, /write-to-online-store or POST /v1/feature-sets/${definition.label}/rows; they are online at once.`,
          );
      }
      reply.type('application/json; charset=utf-8');
      if ((request.query as Record<string, unknown>).async !== 'true') return reply.send('null');
      return reply.code(ACCEPTED).send(JSON.stringify({ status: 'accepted', feature_views: views }));
    },
  };
}

const ACCEPTED = 202;

function requireTimes(body: FeastBody, withStart: boolean): void {
  if (withStart && flag(body, 'disable_event_timestamp')) return;
  const end = readTime(requiredText(body, 'end_ts'), 'end_ts');
  if (withStart && readTime(requiredText(body, 'start_ts'), 'start_ts') >= end)
    throw refused('start_ts must be before end_ts.');
}

function readTime(text: string, field: string): number {
  const parsed = parseInstant(instantOf(text));
  if (parsed.ok) return Date.parse(parsed.value);
  throw refused(`${field} is ${describeValue(text)}; it is a time such as 2026-11-24T09:30:00Z.`);
}
