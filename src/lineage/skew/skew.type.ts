import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Deployment } from '../../deployments/deployment.entity.js';
import { FeatureSetComparison } from '../../features/definitions/changes/comparison.type.js';
import { FeatureSet } from '../../features/definitions/feature-set.entity.js';
import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import { IncompleteReason } from '../walk/lineage-enums.js';

export enum SkewVerdict {
  SAME = 'SAME',
  DIFFERENT = 'DIFFERENT',
  NOT_READ = 'NOT_READ',
  UNKNOWN = 'UNKNOWN',
}

registerEnumType(SkewVerdict, {
  name: 'SkewVerdict',
  description: 'How what a model version learnt from compares with what it reads.',
  valuesConfig: {
    SAME: { description: 'Each version that it reads is one that it learnt from.' },
    DIFFERENT: {
      description: 'It reads a version that it did not learn from, though it learnt from others of the set.',
    },
    NOT_READ: { description: 'It learnt from the set, and reads none of it.' },
    UNKNOWN: { description: 'It reads the set, and nothing in the graph says which version it learnt from.' },
  },
});

@ObjectType({ description: 'One feature set: what a model version learnt from, and what it reads.' })
export class FeatureSetSkew {
  @Field(() => FeatureSet, { description: 'The feature set.' }) featureSet!: FeatureSet;
  @Field(() => SkewVerdict, { description: 'How they compare.' }) verdict!: SkewVerdict;
  @Field(() => [FeatureSetVersion], {
    description: 'The versions upstream of its training data and of the run that made it, oldest first.',
  })
  trainedOn!: FeatureSetVersion[];

  @Field(() => [FeatureSetVersion], { description: 'The versions that its signature has pinned, oldest first.' })
  served!: FeatureSetVersion[];
  @Field(() => FeatureSetVersion, {
    nullable: true,
    description: 'The version that whoever names none reads, or read then; null: there is none.',
  })
  current!: FeatureSetVersion | null;

  @Field(() => FeatureSetComparison, {
    nullable: true,
    description:
      'What changed from the newest version that it learnt from to the newest that it reads, where they are DIFFERENT.',
  })
  comparison!: FeatureSetComparison | null;
}

@ObjectType({ description: 'What a model version that serves learnt from, against what it reads.' })
export class BindingSkew {
  @Field(() => ModelVersion, { description: 'The model version.' }) modelVersion!: ModelVersion;
  @Field(() => Int, { description: 'Its share of the traffic.' }) trafficPercent!: number;
  @Field(() => [FeatureSetSkew], { description: 'Every feature set that it learnt from or reads, by name.' })
  featureSets!: FeatureSetSkew[];

  @Field(() => Boolean, { description: 'Whether all that it was made from was looked at.' }) complete!: boolean;
  @Field(() => IncompleteReason, {
    nullable: true,
    description: 'ACCESS where some of it lies in projects that you may not see: then it may have learnt from more.',
  })
  incompleteBecause!: IncompleteReason | null;
}

@ObjectType({ description: 'Whether what serves behind a deployment reads what it learnt from.' })
export class Skew {
  @Field(() => Deployment, { description: 'The deployment.' }) deployment!: Deployment;
  @Field(() => [BindingSkew], {
    description: 'The model versions that serve behind it, the largest share first; none where nothing does.',
  })
  bindings!: BindingSkew[];
}
