import { graphql } from '@headwater/client/documents';

export const FIND_ENVIRONMENT = graphql('query ($ref: Ref!) { environment(ref: $ref) { id } }');
export const DEFINE_ENVIRONMENT = graphql(
  'mutation ($input: DefineEnvironmentInput!) { defineEnvironment(input: $input) { created } }',
);
export const FIND_ENTITY = graphql('query ($ref: Ref!) { entity(ref: $ref) { joinKeys { name type } } }');
export const DEFINE_ENTITY = graphql(
  'mutation ($input: DefineEntityInput!) { defineEntity(input: $input) { created } }',
);
export const PUBLISH = graphql(`mutation ($input: PublishFeatureSetInput!) {
  publishFeatureSet(input: $input) { created publication { version becomesCurrent because } }
}`);
export const DEFINE_FEATURE_SERVICE = graphql(`mutation ($input: DefineFeatureServiceInput!) {
  defineFeatureService(input: $input) { created plan { version features } }
}`);
