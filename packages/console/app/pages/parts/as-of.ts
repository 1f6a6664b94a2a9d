/** Whether something had happened by a time; everything has by now. */
export const hadHappened = (time: string, asOf: string | undefined): boolean =>
  asOf === undefined || Date.parse(time) <= Date.parse(asOf);
