import { registerEnumType } from 'type-graphql';

export enum JobStatus {
  PENDING = 'PENDING',
  RUNNING = 'RUNNING',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(JobStatus, {
  name: 'JobStatus',
  description: 'How far a job has come.',
  valuesConfig: {
    PENDING: { description: 'It waits for its turn.' },
    RUNNING: { description: 'It is under way; after a restart of the service it goes on where it was.' },
    SUCCEEDED: { description: 'It is done.' },
    FAILED: { description: 'It could not be done; `error` says why.' },
    CANCELLED: { description: 'Somebody cancelled it; nothing of it is left.' },
  },
});
