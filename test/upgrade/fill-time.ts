const HOURS = 3_600_000;

/** So many hours after the first event. */
export const at = (hour: number) => new Date(Date.UTC(2025, 2, 1) + hour * HOURS).toISOString();
