import { createHash } from 'node:crypto';
import type { ColumnStatistics, DatasetFacts } from '../dataset-facts.js';
import { readVegaFile, type VegaFile } from '../model/vega-file.js';
import type { FileColumn } from './file-column.js';

/** The three million flights of the first half of 2001. */
export const readFlightFile = (): Promise<VegaFile> => readVegaFile('flights-3m.parquet');

/** The facts for registering the file as a dataset version. */
export function describeFlights({ bytes, uri }: VegaFile, columns: readonly FileColumn[]): DatasetFacts {
  const found = new Map(columns.map((column) => [column[0], column]));
  return {
    name: 'flights',
    description:
      'Three million US domestic flights flown from January to June 2001, from the on-time performance records of the US Bureau of Transportation Statistics.',
    format: 'parquet',
    locationUri: uri,
    rowCount: found.get('date')?.[1] ?? 0,
    byteCount: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    columns: COLUMNS.map((column) => ({ ...column, statistics: statisticsOf(found.get(column.name)) })),
  };
}

function statisticsOf(column: FileColumn | undefined): ColumnStatistics {
  if (column === undefined) throw new Error('The file of flights has other columns than it had.');
  const [, , nullCount, distinctCount, least, most, mean] = column;
  const counts = { nullCount, distinctCount };
  if (least === null || most === null) return counts;
  return mean === null
    ? { ...counts, min: least, max: most }
    : { ...counts, min: Number(least), max: Number(most), mean };
}

const COLUMNS = [
  {
    name: 'date',
    type: 'TIMESTAMP',
    description: 'Departure in the local time of the origin, without its zone: written here as if it were UTC.',
  },
  { name: 'delay', type: 'INT64', description: 'Arrival delay in minutes; negative when early.' },
  { name: 'distance', type: 'INT64', description: 'Length of the route in miles.' },
  { name: 'origin', type: 'STRING', description: 'IATA code of the airport of departure.' },
  { name: 'destination', type: 'STRING', description: 'IATA code of the airport of arrival.' },
] as const;
