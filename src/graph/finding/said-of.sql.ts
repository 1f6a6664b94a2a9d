/**
 * What the last change until a time says of a field of a node, as JSON; of what is older than the log, what was written down first. `field`, `then` and `id`
 * are SQL. Index: change_node_changed.
 */
export function saidOf(field: string, then: string, id: string): string {
  const after = `c.details -> 'things' -> ${id}::text -> 'after'`;
  const found = (condition: string, order: string) =>
    `(select ${after} -> (${field}) from change_node f
        join change_seal s on s.position = f.position join change c on c.seq = s.seq
        where f.node_id = ${id} and f.changed and ${condition} order by f.position ${order} limit 1)`;
  return `coalesce(${found(`s.at <= ${then} and ${after} ? (${field})`, 'desc')}, ${found(`s.at > ${then} and s.action = 'change:begin'`, 'asc')})`;
}
