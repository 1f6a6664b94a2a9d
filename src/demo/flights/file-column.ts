import { z } from 'zod';

/** What a column of the file of flights holds: name, rows, nulls, different values, least, most, mean. */
export const FILE_COLUMNS = z.array(
  z.tuple([z.string(), z.int(), z.int(), z.int(), z.string().nullable(), z.string().nullable(), z.number().nullable()]),
);

export type FileColumn = z.infer<typeof FILE_COLUMNS>[number];
