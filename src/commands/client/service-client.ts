import { HeadwaterClient } from '@headwater/client';
import { Command, Option } from 'commander';

/** Where a command finds the running service, and on whose behalf it speaks. */
export interface ServiceOptions {
  readonly url: string;
  readonly project?: string;
  readonly user?: string;
  readonly apiKey?: string;
}

/** A command that talks to a running Headwater, as any other client does. */
export function serviceCommand(name: string): Command {
  return new Command(name)
    .addOption(
      new Option('--url <url>', 'where Headwater listens').env('HEADWATER_URL').default('http://127.0.0.1:4000'),
    )
    .option('--project <name>', 'the project to work in; `default` if left out')
    .option('--user <name>', 'who to record as the author, where access is open')
    .addOption(
      new Option('--api-key <key>', 'the API key, where access is not open; better in the variable').env(
        'HEADWATER_KEY',
      ),
    );
}

/** Speaks to the service that the options of a command name; by another `fetch` than the global one, where that is given. */
export function clientOf(
  { url, project, user, apiKey }: ServiceOptions,
  send: typeof fetch | undefined = undefined,
): HeadwaterClient {
  if (!URL.canParse(url))
    throw new Error(`--url (or HEADWATER_URL) is "${url}"; it is a URL such as http://127.0.0.1:4000.`);
  const whenUnreachable = 'Start it with `npm start`, or say where it is: --url, or the variable HEADWATER_URL.';
  return new HeadwaterClient({ url, project, user, key: apiKey, whenUnreachable, ...(send && { fetch: send }) });
}
