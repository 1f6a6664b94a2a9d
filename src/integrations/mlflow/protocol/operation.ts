import type { Caller } from '../../../graph/nodes/caller.js';
import type { MlflowRoom } from '../mlflow-room.js';
import { type Fields, fieldsReader, type Input } from './fields.js';
import { JsonAnswer } from './json-answer.js';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What a request holds, once it is known what it asks for. */
export interface OperationRequest {
  readonly caller: Caller;
  /** Its body, or for GET what stands behind "?", where a list of one looks like the one. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly isQuery: boolean;
  /** What its path has in the places of `{…}`. */
  readonly path: readonly string[];
}

/** One thing that MLflow's clients ask for: where, and who answers. */
export interface Operation {
  readonly methods: readonly Method[];
  /** Below `/api/2.0/mlflow/`; `{id}` stands for any text without a slash. */
  readonly path: string;
  answer(room: MlflowRoom, request: OperationRequest): Promise<JsonAnswer>;
}

/** One that reads these fields and answers an object, or text that is JSON already. */
export function operation<F extends Fields>(
  methods: Method | readonly Method[],
  path: string,
  fields: F,
  answer: (
    room: MlflowRoom,
    caller: Caller,
    input: Input<F>,
    path: readonly string[],
  ) => Promise<object | JsonAnswer | undefined>,
): Operation {
  const read = fieldsReader(fields);
  return {
    methods: [methods].flat() as readonly Method[],
    path,
    async answer(room, { caller, given, isQuery, path: parts }) {
      const input = read(isQuery ? withLists(fields, given) : given);
      const answered = await answer(room, caller, input, parts);
      return answered instanceof JsonAnswer ? answered : JsonAnswer.of(answered ?? {});
    },
  };
}

function withLists(fields: Fields, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const single = Object.entries(fields).filter(([name, { many }]) => many && typeof given[name] === 'string');
  return { ...given, ...Object.fromEntries(single.map(([name]) => [name, [given[name]]])) };
}
