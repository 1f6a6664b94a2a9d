/** Feast's own client and stores, as they are published; pyarrow comes with them. */
export const FEAST_CLIENT = ['feast==0.67.0', 'pyarrow==24.0.0'];
