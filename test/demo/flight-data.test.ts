import { afterAll, describe, expect, it } from '@jest/globals';
import { airportTimeZones } from '../../src/demo/flights/airport-time-zones.js';
import { loadAirports } from '../../src/demo/flights/airports.js';
import { FlightTables } from '../../src/demo/flights/flight-tables.js';
import { describeFlights, readFlightFile } from '../../src/demo/flights/flights.js';

const file = await readFlightFile();
const tables = await FlightTables.open(file);
const airports = await loadAirports();

afterAll(() => tables.close());

describe('the flights file', () => {
  it('is described by its bytes, rows and columns', async () => {
    const facts = describeFlights(file, await tables.columns());

    expect(facts).toMatchObject({
      locationUri: expect.stringMatching(/^pkg:npm\/vega-datasets@3\.\d+\.\d+#data\/flights-3m\.parquet$/),
      rowCount: 3_000_000,
      byteCount: 13_493_022,
      sha256: 'dbeb920c90f59b6ccaff823dcc3d08f25a97fa1ce128d93f40be4e931f5900b0',
    });
    expect(facts.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'date TIMESTAMP',
      'delay INT64',
      'distance INT64',
      'origin STRING',
      'destination STRING',
    ]);
    const statistics = new Map(facts.columns.map((column) => [column.name, column.statistics]));
    expect(statistics.get('date')).toMatchObject({ min: '2001-01-01T00:01:00Z', max: '2001-07-01T00:00:00Z' });
    expect(statistics.get('delay')).toEqual({
      nullCount: 0,
      distinctCount: 867,
      min: -1116,
      max: 1688,
      mean: expect.closeTo(6.667868, 6),
    });
    expect(statistics.get('origin')).toEqual({ nullCount: 0, distinctCount: 229 });
  });

  it('has thirty airports that most flights leave from, each in its time zone', async () => {
    const busiest = await tables.busiestAirports();

    const zones = airportTimeZones(airports.airports, busiest);

    expect(busiest.slice(0, 5)).toEqual(['ORD', 'DFW', 'ATL', 'LAX', 'PHX']);
    expect(zones.size).toBe(30);
    expect(zones.get('SEA')).toBe('America/Los_Angeles');
    expect(zones.get('PHX')).toBe('America/Phoenix');
    expect(() => airportTimeZones(airports.airports, ['???'])).toThrow('lacks ???');
  });
});

describe('the airports file', () => {
  it('keeps commas inside quoted cells and reads NA as null', () => {
    const byCode = new Map(airports.airports.map((airport) => [airport.iata, airport]));

    expect(byCode.get('BTR')).toEqual({
      iata: 'BTR',
      name: 'Baton Rouge Metropolitan, Ryan',
      city: 'Baton Rouge',
      state: 'LA',
      latitude: 30.53316083,
      longitude: -91.14963444,
    });
    expect(byCode.get('MQT')).toMatchObject({ city: null, state: null });
  });

  it('is described as the whole file, nulls counted', () => {
    expect(airports.facts).toMatchObject({ rowCount: 3376, byteCount: 210_365 });
    expect(airports.facts.columns.find(({ name }) => name === 'city')?.statistics).toEqual({
      nullCount: 12,
      distinctCount: 2674,
    });
  });
});
