/** Mutations that no kind of write makes: a key closes the service to whoever has none. test/access/records.test.ts and those of webhooks have them. A heartbeat
 * changes nothing that is looked back at, unless it brings back a lost run: test/runs/lifecycle has that. Nobody approves what is one's own: test/models/promotion has that. */
export const MADE_ELSEWHERE: readonly string[] = [
  'createApiKey',
  'revokeApiKey',
  'markSensitive',
  'replayWebhookDelivery',
  'heartbeatRun',
  'approve',
];
