/**
 * First numbers of the advisory locks about numbered tables; the second is the number of a table, which says nothing by itself: storages of
 * feature set versions and of training sets count from 1 both. So each kind of lock has a class that no other has.
 */
export const LOCK_CLASSES = {
  /** Writers of the rows of a feature set version share it. */
  writers: 4841,
  /** The clock of such rows, for the moment that it is moved on: advance_feature_clock, in the database, takes it. */
  clock: 4842,
  /** Builders of a training set share it. */
  builders: 4843,
} as const;
