import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Callers } from '../access/caller-of-request.js';
import { changeData } from '../changes/events/change-data.js';
import { structured } from '../changes/events/cloud-event.js';
import type { FeedPage } from '../changes/feed/changes-after.js';
import { cursorOf } from '../changes/feed/cursor.js';
import type { ChangeFilter } from '../changes/feed/feed.sql.js';
import type { FeedFollower, Following } from '../changes/feed/feed-follower.js';
import { readWantedChanges } from '../changes/feed/wanted-changes.js';
import type { SealedChange } from '../changes/record/change-record.js';
import type { OnGraph } from '../graph/graph.js';
import type { Caller } from '../graph/nodes/caller.js';
import { badInput } from '../platform/errors.js';
import { failureOf } from '../platform/http/answers/problem.js';
import { eventRequest } from '../platform/http/requests/event-request.js';
import { headerText } from '../platform/http/requests/header-text.js';
import { readQuery } from '../platform/http/requests/read-query.js';
import { lifetimeOf } from '../platform/http/requests/request-signal.js';
import type { Route } from '../platform/http/route.js';
import type { EndlessAnswers } from '../platform/http/streams/endless-answers.js';
import { type ServerEvent, sendEvents } from '../platform/http/streams/event-stream.js';
import { nextWhile } from '../platform/http/streams/next-while.js';
import type { RouteSettings } from './route-settings.js';

const PARAMETERS = ['after', 'of', 'actions', 'format'] as const;
const LONGEST_CURSOR = 100;
/** References, by comma; a quoted name may hold some. */
const EACH = /(?:"[^"]*"|[^,])+/g;
const PAGE = 200;

export interface ChangesRouteOptions extends OnGraph, Callers {
  readonly changesAfter: (after: number, filter: ChangeFilter, limit: number) => Promise<FeedPage>;
  readonly feedFollower: FeedFollower;
  readonly endless: EndlessAnswers;
  readonly settings: RouteSettings & { readonly webhooks: { readonly source: string } };
}

/** `GET /v1/changes`: what was done so far, as lines of JSON; or, as server-sent events, what is done from now on, or from a cursor. */
export function changesRoute(options: ChangesRouteOptions): Route {
  const { caller, settings } = options;
  return {
    method: 'GET',
    url: '/v1/changes',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'none', timeMs: settings.requestTimeoutMs },
    async answer(request, reply) {
      const by = await caller(request);
      by.demand('change:read');
      const { after, of, actions, format } = readQuery(request.query, PARAMETERS);
      const last = headerText(request, 'last-event-id', LONGEST_CURSOR) ?? after;
      const wanted = await readWantedChanges(options, by, {
        after: last ?? null,
        of: of?.match(EACH) ?? null,
        actions: actions?.split(',') ?? null,
      });
      const write = writerOf(options, format);
      if (!/\btext\/event-stream\b/i.test(request.headers.accept ?? ''))
        return sendLines(options, request, reply, { ...wanted, by, write });
      const restart = new AbortController();
      lifetimeOf(request).whenSent(options.endless.begin(`${by.user} ${request.ip}`, () => restart.abort()));
      return sendEvents(request, reply, (gone) => {
        const following = { ...wanted, signal: AbortSignal.any([gone, restart.signal]) };
        return events(options, request, following, write);
      });
    },
  };
}

type Write = (changes: readonly SealedChange[], by: Caller) => Promise<readonly string[]>;

interface Wanted extends Pick<Following, 'after' | 'filter'> {
  readonly by: Caller;
  readonly write: Write;
}

/** How changes are written: as they are, or as CloudEvents. */
function writerOf({ graph, settings }: ChangesRouteOptions, format: string | undefined): Write {
  if (format !== undefined && format !== 'cloudevents')
    throw badInput(`format is ${JSON.stringify(format)}; it is cloudevents, or left out.`, {
      field: 'format',
      found: format,
    });
  return async (changes, by) => {
    const nodes = await graph.nodes.load(changes.flatMap(({ nodes: ids }) => ids));
    return changes.map((change) => {
      const data = changeData(change, nodes, (project) => by.may('graph:read', project));
      if (format === 'cloudevents') return structured(data, settings.webhooks.source);
      return JSON.stringify({ cursor: cursorOf(change.position), ...data });
    });
  };
}

function sendLines(
  { changesAfter }: ChangesRouteOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  { after = 0, filter, by, write }: Wanted,
): FastifyReply {
  lifetimeOf(request).beginStreaming();
  async function* lines(): AsyncGenerator<string, void> {
    for (let position = after, more = true; more; ) {
      const page = await changesAfter(position, filter, PAGE);
      for (const line of await write(page.changes, by)) yield `${line}\n`;
      position = page.position;
      more = page.more;
    }
  }
  return reply.type('application/x-ndjson').send(Readable.from(lines(), { objectMode: false }));
}

async function* events(
  { feedFollower, callerOfEvent }: ChangesRouteOptions,
  request: FastifyRequest,
  following: Following,
  write: Write,
): AsyncGenerator<ServerEvent, void> {
  // Rights may have ended meanwhile.
  const ask = async () => {
    const event = eventRequest(request);
    try {
      const by = await callerOfEvent(event.request);
      by.demand('change:read');
      return by;
    } finally {
      event.release();
    }
  };
  const changes = feedFollower.follow(following);
  try {
    for (;;) {
      const { done, value: change } = await nextWhile(changes, async () => void (await ask()), following.signal);
      if (done === true) return;
      const by = await ask();
      for (const data of await write([change], by)) yield { event: 'change', id: cursorOf(change.position), data };
    }
  } catch (error) {
    if (following.signal.aborted) return;
    const { code, message, details } = failureOf(error as Error, request);
    yield { event: 'error', data: JSON.stringify({ title: code, detail: message, code, ...details }) };
  } finally {
    // It may wait for a change that never comes.
    void changes.return();
  }
}
