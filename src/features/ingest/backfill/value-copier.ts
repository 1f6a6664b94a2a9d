import { parseStoredJson } from '../../../platform/http/bodies/json-body.js';
import { splitJsonArray } from '../../../values/split-json-array.js';
import type { Definition } from '../../definitions/references/feature-references.sql.js';
import { countedRuleOf, defaultText } from '../../definitions/rules/value-rules.js';
import type { Violations } from '../rows/row-encoder.js';
import type { SourceRow } from './backfill-rows.sql.js';

/** Turns a row of an earlier version into the values of a later one. */
export type ValueCopier = (row: SourceRow, violations: Violations) => string;

/** The values of a row as the later version has them, as JSON array text; what that counts as violations is counted. */
export function valueCopier(from: Definition, to: Definition, copied: ReadonlySet<string>): ValueCopier {
  const places = new Map(from.features.map(({ name }, place) => [name, place]));
  const columns = to.features.map((feature) => ({
    place: copied.has(feature.name) ? places.get(feature.name) : undefined,
    absent: feature.defaultValue === undefined ? 'null' : defaultText(feature),
    name: feature.name,
    isAllowed: countedRuleOf(feature),
  }));
  return ({ values }, violations) => {
    const cells = splitJsonArray(values);
    const texts = columns.map(({ place, absent, name, isAllowed }) => {
      if (place === undefined) return absent;
      const text = cells[place] ?? 'null';
      if (isAllowed?.(parseStoredJson(text)) === false) violations.set(name, (violations.get(name) ?? 0) + 1);
      return text;
    });
    return `[${texts.join(',')}]`;
  };
}
