import { badInput } from '../../../../platform/errors.js';
import { describeValue } from '../../../../platform/text/describe-value.js';
import { Turns } from '../../../../platform/turns/turns.js';
import { cellOf } from '../../../../values/cell-of.js';
import type { DataType } from '../../../../values/data-type.js';
import { encoderOf } from '../../../../values/encode-value.js';
import type { EntityKey } from '../../../../values/entity-keys.js';
import type { StoredRow } from '../online.sql.js';

/** A value that a model takes and that no feature set has: it rides along with the keys of an entity. */
export interface RequestInput {
  readonly name: string;
  readonly type: DataType;
}

/** Reads what comes with the request as rows, as if a set of these columns had been looked up. */
export class RequestInputs {
  private readonly encoders;

  constructor(readonly inputs: readonly RequestInput[]) {
    this.encoders = inputs.map(({ name, type }) => ({ name, type, encode: encoderOf(type) }));
  }

  /** Throws BAD_USER_INPUT for a value that is missing or ill-typed. Others are served meanwhile where there are many. */
  async rowsOf(entities: readonly EntityKey[]): Promise<StoredRow[]> {
    const turns = new Turns();
    const rows: StoredRow[] = [];
    for (const [index, entity] of entities.entries()) {
      rows.push(['', this.valuesOf(entity, index)]);
      if (turns.isOver) await turns.next();
    }
    return rows;
  }

  private valuesOf(entity: EntityKey, index: number): string {
    const cells = this.encoders.map(({ name, type, encode }) => {
      const value = cellOf(entity, name);
      const encoded = value === undefined ? { expected: `a value (${type})` } : encode(value);
      if (typeof encoded === 'string') return encoded;
      const problem = value === undefined ? 'is missing' : `is ${describeValue(value)}`;
      throw badInput(`The request input "${name}" of entities[${index}] ${problem}; expected ${encoded.expected}.`, {
        field: name,
        expected: encoded.expected,
        found: value === undefined ? null : describeValue(value),
      });
    });
    return `[${cells.join(',')}]`;
  }
}
