-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select key, "values", event_time, ingest_time from feature_online_1 where key = any($1::text[]);
