/** Mutations that no kind of write makes: a key closes the service to whoever has none. test/access/records.test.ts and those of webhooks have them. */
export const MADE_ELSEWHERE: readonly string[] = [
  'createApiKey',
  'revokeApiKey',
  'markSensitive',
  'replayWebhookDelivery',
];
