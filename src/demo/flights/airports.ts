import { z } from 'zod';
import { type DatasetFacts, describeDataset } from '../dataset-facts.js';
import { readVegaFile } from '../model/vega-file.js';

export interface Airport {
  /** IATA code, or the FAA's location identifier for fields that airlines don't serve. */
  iata: string;
  name: string;
  /** null where the file says NA. */
  city: string | null;
  state: string | null;
  /** Degrees, WGS 84: north and east are positive. */
  latitude: number;
  longitude: number;
}

const text = z.string().min(1);
const textOrNull = text.transform((value) => (value === 'NA' ? null : value));
const FILE_ROW = z.object({
  iata: text,
  name: text,
  city: textOrNull,
  state: textOrNull,
  country: text,
  latitude: z.coerce.number(),
  longitude: z.coerce.number(),
});

/** Reads some 3,400 airports, in the order of the file, and the facts for registering it. */
export async function loadAirports(): Promise<{ airports: Airport[]; facts: DatasetFacts }> {
  const { bytes, uri } = await readVegaFile('airports.csv');
  const [header = [], ...lines] = bytes.toString('utf8').trimEnd().split(/\r?\n/).map(splitCsvLine);
  const rows = lines.map((cells) => FILE_ROW.parse(Object.fromEntries(header.map((name, i) => [name, cells[i]]))));

  const airports = rows.map(({ country: _, ...airport }) => airport);
  return { airports, facts: describeDataset({ ...AIRPORTS, bytes, locationUri: uri, rows }) };
}

/** RFC 4180 within one line: a quoted cell may hold commas and doubled quotes. No cell of this file holds a line break. */
function splitCsvLine(line: string): string[] {
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g);
  return Array.from(cells, ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

const AIRPORTS = {
  name: 'airports',
  description: 'Airports with their positions: those of the United States, and a few abroad.',
  format: 'csv',
  columns: [
    { name: 'iata', type: 'STRING', description: 'IATA code or FAA location identifier.' },
    { name: 'name', type: 'STRING', description: 'Name of the airport.' },
    { name: 'city', type: 'STRING', description: 'City it serves; null where the file says NA.' },
    { name: 'state', type: 'STRING', description: 'Two-letter state; null where the file says NA.' },
    { name: 'country', type: 'STRING', description: 'Country.' },
    { name: 'latitude', type: 'FLOAT64', description: 'Degrees north.' },
    { name: 'longitude', type: 'FLOAT64', description: 'Degrees east.' },
  ],
} as const;
