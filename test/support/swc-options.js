/** How SWC turns the TypeScript sources into JavaScript: for Jest, and for the test database's own process. */
export default {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, useDefineForClassFields: false },
  },
  module: { type: 'es6' },
};
