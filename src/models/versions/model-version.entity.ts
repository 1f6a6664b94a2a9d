import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { make } from '../../platform/make.js';
import { Artifact } from './artifact.js';
import { Metric } from './metric.js';
import { RequestInput } from './request-input.js';

/** Run, signature and sources are edges, and stand nowhere else. */
@Entity('model_version')
@ObjectType('ModelVersion', {
  implements: GraphNode,
  description: 'One immutable version of a model: its bytes, the features that it reads and how good it was.',
})
export class ModelVersion extends GraphNode {
  @PrimaryColumn('uuid', { name: 'id' })
  nodeId!: string;

  @Column('text', { name: 'artifact_uri' })
  artifactUri!: string;

  @Column('text', { name: 'artifact_digest' })
  artifactDigest!: string;

  @Column('text', { name: 'artifact_format', nullable: true })
  artifactFormat!: string | null;

  @Column('bigint', {
    name: 'artifact_bytes',
    nullable: true,
    // PostgreSQL's bigint comes as text; the input scalar kept it within 2^53.
    transformer: { from: (text: string | null) => (text === null ? null : Number(text)), to: (bytes) => bytes },
  })
  artifactBytes!: number | null;

  @Column('jsonb')
  @Field(() => [Metric], { description: 'How good it was when it was registered, as given then.' })
  metrics!: Metric[];

  @Column('jsonb', { name: 'request_inputs' })
  @Field(() => [RequestInput], {
    description: 'What it takes from the request, in order; its signature stands in the places that are left.',
  })
  requestInputs!: RequestInput[];

  @Field(() => Artifact, { description: 'Its bytes.' })
  get artifact(): Artifact {
    return make(Artifact, {
      uri: this.artifactUri,
      digest: this.artifactDigest,
      format: this.artifactFormat,
      bytes: this.artifactBytes,
    });
  }

  @Field(() => Int, { description: 'Its version, from 1.' })
  override get version(): number {
    return this.node.version ?? 0;
  }
}
