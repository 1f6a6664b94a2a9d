/** `://user:password@`. A part before "@" without a colon is a name, as in `abfss://container@account`. */
const IN_AUTHORITY = /:\/\/[^\s"'\\/?#@:]{0,512}:[^\s"'\\/?#@]{0,512}@/g;
const IN_QUERY = /([?&;](?:password|passwd|pwd|secret|token|accesskey|sas)=)[^&;"'\\\s]+/gi;

/** Connection strings stand in names and facets; what opens a database is not for whoever may read lineage. Linear, whatever the text. */
export function withoutPasswords(text: string): string {
  return text.replace(IN_AUTHORITY, '://').replace(IN_QUERY, '$1');
}
