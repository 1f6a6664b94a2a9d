/** What webhooks are told of the configuration. */
export interface WebhookSettings {
  /** Networks beside the internet that may be posted to. */
  readonly allowed: readonly string[];
  /** Seconds between attempts. */
  readonly waits: readonly number[];
  readonly timeoutMs: number;
  /** How long deliveries that have ended stay in the log. */
  readonly keepSeconds: number;
  /** How CloudEvents name the service. */
  readonly source: string;
}
