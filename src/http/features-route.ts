import type { FastifyRequest } from 'fastify';
import type { CallerOf } from '../access/caller-of-request.js';
import type { LookupBody, LookupSource } from '../features/lookups/lookup-source.js';
import type { FeatureTableText } from '../features/lookups/online/answers/feature-table.js';
import type { Matrix } from '../features/lookups/online/answers/matrix.js';
import { ExpiredPolicy, Int64Format, type ReadingTime } from '../features/lookups/online/lookup-enums.js';
import type { LookupQuestion, Lookups } from '../features/lookups/online/lookups.js';
import { badInput } from '../platform/errors.js';
import { payloadOf } from '../platform/http/answers/long-answer.js';
import { chooseType } from '../platform/http/requests/accept-header.js';
import { refuseUnknownFields } from '../platform/http/requests/refuse-unknown-fields.js';
import type { Route } from '../platform/http/route.js';
import type { AnswerBudget } from '../platform/memory/answer-budget.js';
import { type JsonText, joinJson } from '../platform/memory/json-text.js';
import { describeValue } from '../platform/text/describe-value.js';
import { parseInstant } from '../platform/time/instant.js';
import { ARROW_STREAM } from '../tables/choose-format.js';
import type { RouteSettings } from './route-settings.js';

const JSON_TYPE = 'application/json';
const OFFERED = [JSON_TYPE, ARROW_STREAM];
const COMMON_FIELDS = ['entities', 'asOf', 'knownAt', 'onExpired', 'int64', 'include'];
const PARTS: readonly Matrix[] = ['statuses', 'eventTimes'];
const ALL_PARTS: ReadonlySet<Matrix> = new Set(['values', ...PARTS]);
const EXPIRED_POLICIES = Object.values(ExpiredPolicy);
const INT64_FORMATS = Object.values(Int64Format);

export interface FeaturesRouteOptions {
  readonly lookups: Lookups;
  readonly sources: readonly LookupSource[];
  readonly caller: CallerOf;
  readonly newBudget: (request: FastifyRequest) => AnswerBudget;
  readonly settings: RouteSettings;
}

/** `POST /v1/features`: a lookup without GraphQL around it, for inference services. */
export function featuresRoute({
  lookups,
  sources,
  caller: callerOf,
  newBudget,
  settings,
}: FeaturesRouteOptions): Route {
  const chooseSource = sourceChooser(sources);
  return {
    method: 'POST',
    url: '/v1/features',
    role: 'lookups',
    rule: 'signed-in',
    limits: { bodyBytes: settings.bodyLimitBytes, timeMs: settings.requestTimeoutMs },
    async answer(request, reply) {
      const caller = await callerOf(request);
      caller.demand('feature:read');
      const type = request.headers.accept === undefined ? JSON_TYPE : chooseType(request.headers.accept, OFFERED);
      const body = readBody(request.body);
      const source = chooseSource(body);
      const include = readInclude(body.include);
      const writing = {
        onExpired: readChoice(body, 'onExpired', EXPIRED_POLICIES, ExpiredPolicy.VALUE),
        int64: readChoice(body, 'int64', INT64_FORMATS, Int64Format.NUMBER),
        matrices: include,
      };
      const at = readingTime(body);
      const plan = await source.plan(caller, body, at);
      const asker = { caller, signal: () => caller.signal, budget: newBudget(request) };
      if (type === ARROW_STREAM) {
        const question = { plan, entities: body.entities, options: writing, at, asker };
        return reply.type(type).send(payloadOf(await answerAsArrow(lookups, question)));
      }
      const table = await lookups.lookUp(plan, body.entities, writing, at, asker);
      return reply.type('application/json; charset=utf-8').send(payloadOf(writeAnswer(table, include)));
    },
  };
}

/** What writes Arrow takes memory, and a while to load: the process in front leaves it to the one behind. */
async function answerAsArrow(lookups: Lookups, question: LookupQuestion): Promise<readonly Buffer[]> {
  question.asker.budget.leave();
  const { writeArrowTable } = await import('../features/lookups/online/answers/arrow-table.js');
  return lookups.answer(question, writeArrowTable);
}

function writeAnswer(table: FeatureTableText, include: ReadonlySet<Matrix>): JsonText {
  const { plan } = table;
  const parts: JsonText[] = [`{"columns":${plan.columnsJson}`];
  for (const matrix of include) parts.push(`,"${matrix}":`, table.textOf(matrix));
  parts.push(`,"readAt":"${table.readAt}","freshAt":"${table.freshAt}"`);
  if (plan.deprecationsJson !== undefined) parts.push(`,"deprecated":${plan.deprecationsJson}`);
  if (plan.service !== undefined) parts.push(`,"service":${JSON.stringify(plan.service.label)}`);
  if (plan.modelVersion !== undefined) parts.push(`,"modelVersion":${JSON.stringify(plan.modelVersion.label)}`);
  parts.push('}');
  return joinJson(parts);
}

function readingTime(body: LookupBody): ReadingTime {
  return { asOf: readTime(body, 'asOf'), knownAt: readTime(body, 'knownAt') };
}

function readTime(body: LookupBody, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  const parsed = parseInstant(value);
  if (parsed.ok) return parsed.value;
  throw badInput(`${field}: ${parsed.problem}`, { field, found: describeValue(value) });
}

function readBody(body: unknown): LookupBody {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as LookupBody;
  throw badInput(
    'The body must be a JSON object such as {"features": ["airport_traffic:*"], "entities": [{"airport": "SEA"}]}.',
  );
}

/** Finds the source that a body names. Throws BAD_USER_INPUT for a body that names none or several, or has more than goes with it. */
function sourceChooser(sources: readonly LookupSource[]): (body: LookupBody) => LookupSource {
  const names = sources.map((source) => source.field);
  const known = [...names, ...sources.flatMap(({ options }) => options), ...COMMON_FIELDS];
  // Sets, for every lookup is asked this.
  const choices = sources.map((source) => ({
    source,
    allowed: new Set([source.field, ...source.options, ...COMMON_FIELDS]),
  }));
  return (body) => {
    const given = choices.filter(({ source }) => body[source.field] !== undefined);
    const [choice] = given;
    if (choice === undefined || given.length > 1) {
      refuseUnknownFields(body, known);
      const found = given.length === 0 ? 'none of them' : given.map(({ source }) => source.field).join(' and ');
      throw badInput(`The body must have exactly one of ${names.join(', ')}; it has ${found}.`, { expected: names });
    }
    for (const field in body) {
      if (choice.allowed.has(field)) continue;
      refuseUnknownFields(body, known);
      const expected = [...choice.allowed];
      throw badInput(
        `The body has "${field}", which goes with another field; with "${choice.source.field}" it takes ${expected.join(', ')}.`,
        { field, expected },
      );
    }
    return choice.source;
  };
}

/** In the order in which they are written. */
function readInclude(include: unknown): ReadonlySet<Matrix> {
  if (include === undefined) return ALL_PARTS;
  if (Array.isArray(include) && include.every((part) => PARTS.includes(part)))
    return new Set(['values', ...PARTS.filter((part) => include.includes(part))]);
  throw badInput(`include is ${describeValue(include)}; it is a list of ${PARTS.join(', ')}, or [].`, {
    field: 'include',
    expected: PARTS,
  });
}

function readChoice<T extends string>(body: LookupBody, field: string, choices: readonly T[], fallback: T): T {
  const value = body[field];
  if (value === undefined) return fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw badInput(`${field} is ${describeValue(value)}; it is ${choices.join(' or ')}.`, { field, expected: choices });
}
