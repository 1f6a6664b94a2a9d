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

/** Reads some 3,400 airports, in the order of the file, and the facts for registering it. */
export async function loadAirports(): Promise<{ airports: Airport[]; facts: DatasetFacts }> {
  const { bytes, uri } = await readVegaFile('airports.csv');
  const [header = '', ...lines] = bytes.toString('utf8').trimEnd().split(/\r?\n/);
  if (header !== AIRPORTS.columns.map(({ name }) => name).join())
    throw new Error(`The file of airports has other columns than it had: ${header}`);
  const rows = lines.map(readRow);
  const airports = rows.map(({ country: _, ...airport }) => airport);
  return { airports, facts: describeDataset({ ...AIRPORTS, bytes, locationUri: uri, rows }) };
}

function readRow(line: string) {
  const [iata = '', name = '', city = '', state = '', country = '', ...position] = splitCsvLine(line);
  const [latitude = Number.NaN, longitude = Number.NaN, ...more] = position.map(Number);
  if (!Number.isFinite(latitude + longitude) || more.length > 0 || [iata, name, city, state, country].includes(''))
    throw new Error(`A row of the file of airports has other cells than they had: ${line}`);
  return { iata, name, city: textOrNull(city), state: textOrNull(state), country, latitude, longitude };
}

const textOrNull = (text: string): string | null => (text === 'NA' ? null : text);

/** RFC 4180 within one line: a quoted cell may hold commas and doubled quotes. No cell of this file holds a line break. */
function splitCsvLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
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
