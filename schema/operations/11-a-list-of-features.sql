-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select s.number, s.key, h."values", h.event_time, h.ingest_time
from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) with ordinality as s (key, t, known_at, number)
cross join lateral (
  select "values", event_time, ingest_time from feature_history_1 h
  where h.key = s.key and h.event_time <= s.t and h.ingest_time <= s.known_at
  order by h.event_time desc, h.ingest_time desc limit 1
) h;
