import { KEPT } from '../protocol/kept-words.js';

/** JSON has no number for some. */
const DOUBLE = `case when value between '-1.7976931348623157e308' and '1.7976931348623157e308' then value::text else '"' || value || '"' end`;
/** Exactly, until the year 9999: what is behind the milliseconds goes before they are counted. */
const TIMESTAMP = `round(date_part('epoch', date_trunc('milliseconds', time)) * 1000)::int8`;

const OF_RUN = 'where run_id = n.id';

/** What was logged of `node n`, a run, as lists of MLflow in text of JSON; null where there is none. Indexes: primary keys. */
export const METRICS = listOf(
  { key: 'to_json(name)', value: DOUBLE, timestamp: TIMESTAMP, step: 'step' },
  `from run_metric ${OF_RUN}`,
  'name',
);
export const PARAMETERS = listOf(
  { key: 'to_json(name)', value: 'to_json(value)' },
  `from run_parameter ${OF_RUN}`,
  'name',
);

/** Its tags. The name of a run stands among them, once. */
export const TAGS = listOf(
  { key: 'to_json(t.key)', value: 'to_json(t.value)' },
  `from (
      select key, value from jsonb_each_text(n.tags) where not starts_with(key, '${KEPT}') and key <> 'mlflow.runName'
      union all select 'mlflow.runName', n.name
    ) t`,
  't.key collate "C"',
);

/** The rows of a source as a list of objects. Put together piece by piece: json_build_object finds out of each value anew how to write it, and takes twice as long. */
function listOf(fields: Readonly<Record<string, string>>, source: string, order: string): string {
  const written = Object.entries(fields).map(([name, json]) => `"${name}":' || ${json} || '`);
  return `(select '[' || string_agg('{${written.join(',')}}', ',' order by ${order}) || ']' ${source})`;
}
