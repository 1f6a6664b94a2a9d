/** elkjs has types for the part that runs in the page only under its root, which would bundle the worker too. */
declare module 'elkjs/lib/elk-api.js' {
  export { default } from 'elkjs';
}
