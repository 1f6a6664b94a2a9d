const JULIAN_DAY_OF_1970 = 2_440_588;
const NANOSECONDS_PER_DAY = '86400000000000';

/**
 * DuckDB's expression for the nanoseconds since 1970 of the 12 bytes that an INT96 time is: nanoseconds of the day, then the Julian day, the lowest
 * byte first. They have no zone; `zone`, escaped, is where they belong.
 */
export function int96InZone(bytes: string, zone: string): string {
  const day = `(${littleEndian(bytes, 8, 4)} - ${JULIAN_DAY_OF_1970})`;
  const nanos = `(${day} * ${NANOSECONDS_PER_DAY} + ${littleEndian(bytes, 0, 8)})`;
  const rest = `((${nanos} % 1000 + 1000) % 1000)`;
  const moved = `(make_timestamp(((${nanos} - ${rest}) // 1000)::bigint) at time zone '${zone}')`;
  // DuckDB moves microseconds only; the nanoseconds are the same in every zone.
  return `(epoch_us(${moved})::hugeint * 1000 + ${rest})`;
}

function littleEndian(bytes: string, from: number, count: number): string {
  const digits = Array.from(
    { length: count },
    (_, byte) => `substr(hex(${bytes}), ${2 * (from + count - byte) - 1}, 2)`,
  );
  return `('0x' || ${digits.join(' || ')})::ubigint::hugeint`;
}
