/** What a timeline needs to know of each change. */
export const TIMELINE_FIELDS = 'id action at principal door reason nodes { id kind label }';
