import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./flights-child.js', import.meta.url));

/** What is made of all flights, each row as JSON. */
export interface FlightParts {
  /** The rows of airport_traffic. */
  readonly traffic: readonly string[];
  /** Flights to learn from, and flights to judge by. */
  readonly spines: { readonly training: readonly string[]; readonly heldOut: readonly string[] };
  /** Why there is nothing more. */
  readonly problem: string;
}

/** They come one after the other. */
export interface FlightRows {
  readonly traffic: Promise<FlightParts['traffic']>;
  readonly spines: Promise<FlightParts['spines']>;
}

/** Begins to read the flights. */
export function readFlights(): FlightRows {
  const child = fork(CHILD, [], { serialization: 'advanced' });
  const part = <Name extends keyof FlightParts>(name: Name) => {
    const coming = new Promise<FlightParts[Name]>((resolve, reject) => {
      child.on('message', (parts: Partial<FlightParts>) => {
        const { [name]: wanted, problem } = parts;
        if (wanted !== undefined) resolve(wanted);
        if (problem !== undefined) reject(new Error(`The flights could not be read: ${problem}`));
      });
      child.once('error', reject);
      child.once('disconnect', () =>
        reject(new Error('The process that reads the flights has ended before it was done.')),
      );
    });
    // Until it is waited for, nobody hears of its failure.
    coming.catch(() => undefined);
    return coming;
  };
  return { traffic: part('traffic'), spines: part('spines') };
}
