import { startAppWithDemo } from '../../support/service/app-with-demo.js';
import { readOperationFiles } from '../../support/service/operation-files.js';
import { describeConsole } from './describe-console.js';

const OPERATION_NAME = /^(?:query|mutation|subscription) (\w+)/m;

describeConsole('GraphiQL over the service with the data of the demo', async () => {
  const app = await startAppWithDemo();
  // The project that one of the checks writes into the headers.
  await app.graphql('mutation { createProject(input: { name: "flights" }) { project { name } } }');
  return {
    url: `${await app.listen()}/`,
    tabs: readOperationFiles().map(({ query }) => OPERATION_NAME.exec(query)?.[1] ?? ''),
    example: { tab: 'WhatProducedTheLiveModel', answer: 'flight_delay@1' },
    schemaDescription: 'Lineage graph and feature store',
    close: () => app.close(),
  };
});
