import { checkCount } from '../../graph/finding/filters/check-filter.js';
import { badInput } from '../../platform/errors.js';
import { checkLabel, checkText } from '../../platform/text/check-text.js';
import type { ValueOf } from './best-values.js';
import {
  existence,
  type LoggedValueCondition,
  metricCondition,
  parameterCondition,
  type StoredMetricCondition,
} from './logged-value.sql.js';
import { type ParameterCondition, ParameterOperator } from './run-conditions.input.js';
import type { RunFilter } from './run-filter.input.js';

const MOST_CONDITIONS = 10;

/** What one filter says of metrics and parameters. Throws BAD_USER_INPUT for what nothing can be compared with. */
export function loggedConditions(filter: RunFilter, path: string, meant: ValueOf): LoggedValueCondition[] {
  const names = (field: 'hasMetrics' | 'hasParameters') =>
    checkCount(`${path}.${field}`, filter[field] ?? [], MOST_CONDITIONS).map((name, index) =>
      checkLabel(`${path}.${field}[${index}]`, name),
    );
  const parameters = checkCount(`${path}.parameters`, filter.parameters ?? [], MOST_CONDITIONS);
  return [
    ...[...groupMetrics(filter, path, meant)].map(([name, conditions]) => metricCondition(name, conditions)),
    ...parameters.map((condition, index) => ofParameter(condition, `${path}.parameters[${index}]`)),
    ...names('hasMetrics').map((name) => existence('run_metric', name)),
    ...names('hasParameters').map((name) => existence('run_parameter', name)),
  ];
}

/** Conditions on one metric belong together: its row is joined once. */
function groupMetrics({ metrics }: RunFilter, path: string, meant: ValueOf): Map<string, StoredMetricCondition[]> {
  const groups = new Map<string, StoredMetricCondition[]>();
  for (const [index, condition] of checkCount(`${path}.metrics`, metrics ?? [], MOST_CONDITIONS).entries()) {
    const { name, op, value } = condition;
    checkLabel(`${path}.metrics[${index}].name`, name);
    if (Number.isNaN(value)) {
      throw badInput(`${path}.metrics[${index}].value is NaN, with which nothing compares; give a number.`, {
        field: 'metrics',
        found: String(value),
      });
    }
    groups.set(name, [...(groups.get(name) ?? []), { of: meant(condition), op, value }]);
  }
  return groups;
}

const AS_TEXT: readonly ParameterOperator[] = [
  ParameterOperator.EQ,
  ParameterOperator.NE,
  ParameterOperator.CONTAINS,
  ParameterOperator.STARTS_WITH,
];

function ofParameter({ name, op, value }: ParameterCondition, path: string): LoggedValueCondition {
  checkLabel(`${path}.name`, name);
  checkText(`${path}.value`, value, 10_000);
  const operator = op ?? ParameterOperator.EQ;
  if (AS_TEXT.includes(operator)) return parameterCondition(name, operator, value);
  if (value.trim() !== '' && Number.isFinite(Number(value)))
    return parameterCondition(name, operator, String(Number(value)));
  throw badInput(
    `${path}.value is "${value.slice(0, 80)}"; ${operator} compares numbers, so give one, such as "0.1".`,
    {
      field: `${path}.value`,
      found: value.slice(0, 80),
    },
  );
}
