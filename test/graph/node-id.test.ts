import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TypeID } from 'typeid-js';
import { HOUSE } from '../../src/app.js';
import { KindRegistry } from '../../src/graph/nodes/kinds/kind-registry.js';
import { fromPublicId, toPublicId } from '../../src/graph/nodes/node-id.js';

const KINDS = new KindRegistry(HOUSE.kinds);

describe('a public id', () => {
  it('is the TypeID of the uuid, of whatever version, and read back', () => {
    const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => {
      const hex = Buffer.from(bytes).toString('hex');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    });
    fc.assert(
      fc.property(uuid, fc.constantFrom(...KINDS.names), (id, kind) => {
        expect(toPublicId(kind, id)).toBe(
          TypeID.fromUUIDBytes(kind.toLowerCase(), Buffer.from(id.replaceAll('-', ''), 'hex')).toString(),
        );
      }),
    );
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(...KINDS.names), (id, kind) => {
        expect(fromPublicId(toPublicId(kind, id), KINDS)).toEqual({ kind, id });
      }),
    );
  });
});
