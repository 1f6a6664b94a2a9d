import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GraphNode } from '../../../graph/nodes/graph-node.js';

/** Whether the files of a logged model are there. */
export enum LoggedModelStatus {
  PENDING = 'PENDING',
  READY = 'READY',
  UPLOAD_FAILED = 'UPLOAD_FAILED',
}

registerEnumType(LoggedModelStatus, {
  name: 'LoggedModelStatus',
  description: 'Whether the files of a logged model are there.',
  valuesConfig: {
    PENDING: { description: 'They are being uploaded.' },
    READY: { description: 'They are there.' },
    UPLOAD_FAILED: { description: 'Their upload failed.' },
  },
});

@Entity('logged_model')
@ObjectType('LoggedModel', {
  implements: GraphNode,
  description:
    'A model as a run of MLflow left it, before anybody registers it: checkpoints and candidates. Its files are below /v1/artifacts.',
})
export class LoggedModel extends GraphNode {
  @PrimaryColumn('uuid', { name: 'id' })
  nodeId!: string;

  @Column('text')
  @Field(() => LoggedModelStatus, { description: 'Whether its files are there.' })
  status!: LoggedModelStatus;

  @Column('text', { name: 'model_type' })
  @Field(() => String, { description: 'What MLflow calls its type, such as `regressor`; empty where it was not said.' })
  modelType!: string;
}
