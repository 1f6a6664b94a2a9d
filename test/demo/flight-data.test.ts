import { describe, expect, it } from '@jest/globals';
import { loadAirports } from '../../src/demo/flights/airports.js';
import { loadFlights } from '../../src/demo/flights/flights.js';

const { flights, facts } = await loadFlights();
const airports = await loadAirports(flights);

describe('the flights file', () => {
  it('gives every flight a UTC time, in the order of time', () => {
    const times = flights.map((flight) => flight.time);

    expect(flights).toHaveLength(20_000);
    expect(times.every((time) => /^2001-0[123]-\d{2}T\d{2}:\d{2}:00Z$/.test(time))).toBe(true);
    expect(times).toEqual(times.toSorted());
    expect(flights[0]).toEqual({
      time: '2001-01-01T00:47:00Z',
      delayMinutes: 66,
      distanceMiles: 1750,
      origin: 'DTW',
      destination: 'LAS',
    });
  });

  it('is described by its bytes, rows and columns', () => {
    expect(facts).toMatchObject({
      locationUri: expect.stringMatching(/^pkg:npm\/vega-datasets@3\.\d+\.\d+#data\/flights-20k\.json$/),
      rowCount: 20_000,
      byteCount: 1_784_867,
      sha256: '52f0ddd892d4569284b845e17323abc9afb7d303ec8f63251634a20327a610bb',
    });
    expect(facts.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'date TIMESTAMP',
      'delay INT64',
      'distance INT64',
      'origin STRING',
      'destination STRING',
    ]);
    expect(facts.columns.find(({ name }) => name === 'delay')?.statistics).toEqual({
      nullCount: 0,
      distinctCount: 289,
      min: -59,
      max: 522,
      mean: 7.7039,
    });
  });
});

describe('the airports file', () => {
  it('gives each airport that the flights use once, sorted by code', () => {
    const used = new Set(flights.flatMap(({ origin, destination }) => [origin, destination]));

    expect(airports.airports.map(({ iata }) => iata)).toEqual([...used].sort());
  });

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
