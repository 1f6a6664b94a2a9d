import { openDepartures } from './departures.js';
import type { FlightParts } from './flight-rows.js';
import { HELD_OUT, TRAINING } from './late-flight-variants.js';

/* A process of its own: the one with the port has lookups to answer, and DuckDB's memory is given back. */

// Nobody waits for its rows any more.
process.once('disconnect', () => process.exit());

const send = (parts: Partial<FlightParts>) =>
  new Promise<void>((resolve, reject) => {
    process.send?.(parts, undefined, undefined, (error) => (error === null ? resolve() : reject(error)));
  });

try {
  const tables = await openDepartures();
  await send({ traffic: await tables.airportTraffic() });
  await send({ spines: { training: await tables.spine(TRAINING), heldOut: await tables.spine(HELD_OUT) } });
  tables.close();
} catch (error) {
  await send({ problem: (error as Error).message });
}
process.disconnect();
