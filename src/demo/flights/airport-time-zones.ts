import lookUpTimeZone from '@photostructure/tz-lookup';
import type { Airport } from './airports.js';

/** The time zone of each of some airports, by its position: `SEA` → `America/Los_Angeles`. */
export function airportTimeZones(airports: readonly Airport[], codes: readonly string[]): Map<string, string> {
  const byCode = new Map(airports.map((airport) => [airport.iata, airport]));
  return new Map(
    codes.map((code) => {
      const airport = byCode.get(code);
      if (airport === undefined) throw new Error(`The file of airports lacks ${code}, which flights leave from.`);
      return [code, lookUpTimeZone(airport.latitude, airport.longitude)];
    }),
  );
}
