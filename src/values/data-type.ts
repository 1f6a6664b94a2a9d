import { registerEnumType } from 'type-graphql';

/** The types of values, in dataset columns, join keys and features. */
export enum DataType {
  BOOL = 'BOOL',
  INT64 = 'INT64',
  FLOAT64 = 'FLOAT64',
  STRING = 'STRING',
  TIMESTAMP = 'TIMESTAMP',
  BYTES = 'BYTES',
  JSON = 'JSON',
  BOOL_LIST = 'BOOL_LIST',
  INT64_LIST = 'INT64_LIST',
  FLOAT64_LIST = 'FLOAT64_LIST',
  STRING_LIST = 'STRING_LIST',
  TIMESTAMP_LIST = 'TIMESTAMP_LIST',
  BYTES_LIST = 'BYTES_LIST',
}

registerEnumType(DataType, {
  name: 'DataType',
  description: 'The type of a value. Nothing is coerced, except an INT64 literal into FLOAT64.',
  valuesConfig: {
    BOOL: { description: 'true or false.' },
    INT64: { description: 'A whole number from -2^63 to 2^63-1; a JSON number with all its digits.' },
    FLOAT64: { description: 'A double. NaN, Infinity and -Infinity travel as strings where a feature allows them.' },
    STRING: { description: 'Unicode text.' },
    TIMESTAMP: { description: 'A moment to the microsecond, RFC 3339 with a zone; given back in UTC.' },
    BYTES: { description: 'Bytes as base64.' },
    JSON: { description: 'Any JSON value.' },
    BOOL_LIST: { description: 'A list of BOOL.' },
    INT64_LIST: { description: 'A list of INT64.' },
    FLOAT64_LIST: { description: 'A list of FLOAT64, such as an embedding.' },
    STRING_LIST: { description: 'A list of STRING.' },
    TIMESTAMP_LIST: { description: 'A list of TIMESTAMP.' },
    BYTES_LIST: { description: 'A list of BYTES.' },
  },
});
