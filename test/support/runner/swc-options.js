/** How SWC turns the TypeScript sources into JavaScript: for Jest, and for the test database's own process. */
export default {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, useDefineForClassFields: false },
    // Node takes a JSON file for a module only where the import says so.
    experimental: { keepImportAttributes: true },
  },
  module: { type: 'es6' },
};
