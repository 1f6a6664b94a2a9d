from datetime import datetime
from typing import Any, Optional, Union

from headwater.core.scalars import Json, JsonObject

from .a_graph_in_one_piece import AGraphInOnePiece, AGraphInOnePieceLineage
from .a_list_of_features import AListOfFeatures, AListOfFeaturesOnlineFeatures
from .a_model_card import AModelCard, AModelCardModelVersion
from .approve_a_model import ApproveAModel, ApproveAModelApprove
from .base_model import UNSET, UnsetType
from .cancel_training_set_job import (
    CancelTrainingSetJob,
    CancelTrainingSetJobCancelTrainingSet,
)
from .define_entity import DefineEntity, DefineEntityDefineEntity
from .define_environment import DefineEnvironment, DefineEnvironmentDefineEnvironment
from .define_feature_service import (
    DefineFeatureService,
    DefineFeatureServiceDefineFeatureService,
)
from .deploy import Deploy, DeployDeploy
from .enums import ChangeKind, LineageDirection
from .sync_exchange import Exchange
from .features_right_now import FeaturesRightNow, FeaturesRightNowOnlineFeatures
from .find_dataset_version import FindDatasetVersion, FindDatasetVersionDatasetVersion
from .find_entity import FindEntity, FindEntityEntity
from .find_environment import FindEnvironment, FindEnvironmentEnvironment
from .find_feature_set import FindFeatureSet, FindFeatureSetFeatureSetVersion
from .find_model_version import FindModelVersion, FindModelVersionModelVersion
from .find_run import FindRun, FindRunRun
from .find_training_set_job import FindTrainingSetJob, FindTrainingSetJobTrainingSetJob
from .finish_run import FinishRun, FinishRunFinishRun
from .how_a_column_reaches_a_deployment import (
    HowAColumnReachesADeployment,
    HowAColumnReachesADeploymentLineagePaths,
)
from .how_fresh_features_are import HowFreshFeaturesAre
from .how_good_are_the_models import HowGoodAreTheModels, HowGoodAreTheModelsRuns
from .how_much_lies_downstream import (
    HowMuchLiesDownstream,
    HowMuchLiesDownstreamLineage,
)
from .how_two_models_differ import HowTwoModelsDiffer, HowTwoModelsDifferLineageDiff
from .impact import Impact, ImpactImpact
from .impact_of_a_dataset import ImpactOfADataset, ImpactOfADatasetLineage
from .input_types import (
    ApproveInput,
    CancelTrainingSetInput,
    CreateTrainingSetInput,
    DefineEntityInput,
    DefineEnvironmentInput,
    DefineFeatureServiceInput,
    DeployInput,
    FinishRunInput,
    LineageStop,
    LogRunInput,
    NodeFilter,
    PromoteInput,
    PublishFeatureSetInput,
    RegisterDatasetVersionInput,
    RegisterModelVersionInput,
    ResumeRunInput,
    RollbackInput,
    SetAliasInput,
    ShiftTrafficInput,
    StartRunInput,
)
from .lineage import Lineage, LineageLineage
from .log_run import LogRun, LogRunLogRun
from .make_a_training_set import MakeATrainingSet, MakeATrainingSetCreateTrainingSet
from .models_at_a_time import ModelsAtATime, ModelsAtATimeModels
from .promote_a_model import PromoteAModel, PromoteAModelPromote
from .publish_feature_set import PublishFeatureSet, PublishFeatureSetPublishFeatureSet
from .register_dataset_version import (
    RegisterDatasetVersion,
    RegisterDatasetVersionRegisterDatasetVersion,
)
from .register_model_version import (
    RegisterModelVersion,
    RegisterModelVersionRegisterModelVersion,
)
from .resume_run import ResumeRun, ResumeRunResumeRun
from .roll_back import RollBack, RollBackRollback
from .search import Search, SearchSearch
from .set_alias import SetAlias, SetAliasSetAlias
from .shift_traffic import ShiftTraffic, ShiftTrafficShiftTraffic
from .start_run import StartRun, StartRunStartRun
from .the_best_versions_of_models import (
    TheBestVersionsOfModels,
    TheBestVersionsOfModelsModelVersions,
)
from .the_largest_datasets import TheLargestDatasets
from .trace_an_entity import TraceAnEntity
from .trained_on_and_served import TrainedOnAndServed, TrainedOnAndServedSkew
from .training_sets import TrainingSets, TrainingSetsTrainingSetJobs
from .travel_in_time import TravelInTime
from .upstream_of_a_model import UpstreamOfAModel, UpstreamOfAModelLineage
from .what_a_bad_run_reached import WhatABadRunReached, WhatABadRunReachedContamination
from .what_a_change_would_break import (
    WhatAChangeWouldBreak,
    WhatAChangeWouldBreakImpact,
)
from .what_a_change_would_have_broken import (
    WhatAChangeWouldHaveBroken,
    WhatAChangeWouldHaveBrokenImpact,
)
from .what_produced_the_live_model import (
    WhatProducedTheLiveModel,
    WhatProducedTheLiveModelDeployment,
)
from .what_runs_came_to import WhatRunsCameTo
from .what_the_gate_says import WhatTheGateSays
from .what_was_done import WhatWasDone, WhatWasDoneChanges
from .which_columns_feed_a_model import (
    WhichColumnsFeedAModel,
    WhichColumnsFeedAModelLineage,
)
from .which_runs_were_good import WhichRunsWereGood, WhichRunsWereGoodRuns


def gql(q: str) -> str:
    return q


class Wire(Exchange):
    def what_produced_the_live_model(
        self,
        deployment: str,
        model_version: str,
        entities: Json,
        as_of: datetime,
        **kwargs: Any,
    ) -> Optional[WhatProducedTheLiveModelDeployment]:
        query = gql("""
            query WhatProducedTheLiveModel($deployment: Ref!, $modelVersion: Ref!, $entities: EntityKeys!, $asOf: DateTime!) {
              deployment(ref: $deployment) {
                label
                bindings {
                  trafficPercent
                  validFrom
                  modelVersion {
                    label
                    aliases
                    description
                    run {
                      name
                      status
                      endedAt
                      parameters {
                        name
                        value
                      }
                    }
                    metrics {
                      name
                      value
                    }
                    signature {
                      position
                      ref
                      type
                    }
                    requestInputs {
                      position
                      name
                      type
                    }
                    upstream(depth: 10, kinds: [DATASET_VERSION]) {
                      complete
                      nodes {
                        depth
                        node {
                          __typename
                          label
                          ... on DatasetVersion {
                            digest
                            location
                            rowCount
                          }
                        }
                      }
                    }
                    frozenLineage {
                      digest
                      frozenAt
                    }
                  }
                }
                upstream(
                  depth: 10
                  kinds: [DATASET_VERSION, FEATURE_SET_VERSION, RUN, MODEL_VERSION, DEPLOYMENT]
                ) {
                  nodes {
                    node {
                      __typename
                      id
                      label
                    }
                  }
                  edges {
                    from
                    to
                    kind
                    attributes
                  }
                }
                onlineFeatures(modelVersion: $modelVersion, entities: $entities, asOf: $asOf) {
                  modelVersion {
                    label
                  }
                  columns {
                    ref
                  }
                  entities
                  values
                  statuses
                  eventTimes
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "deployment": deployment,
            "modelVersion": model_version,
            "entities": entities,
            "asOf": as_of,
        }
        response = self.execute(
            query=query,
            operation_name="WhatProducedTheLiveModel",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WhatProducedTheLiveModel.model_validate(data).deployment

    def features_right_now(
        self, features: list[str], entities: Json, **kwargs: Any
    ) -> FeaturesRightNowOnlineFeatures:
        query = gql("""
            query FeaturesRightNow($features: [Ref!]!, $entities: EntityKeys!) {
              onlineFeatures(features: $features, entities: $entities) {
                columns {
                  ref
                  type
                }
                entities
                values
                statuses
                eventTimes
                ages
                readAt
              }
            }
            """)
        variables: dict[str, object] = {"features": features, "entities": entities}
        response = self.execute(
            query=query,
            operation_name="FeaturesRightNow",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return FeaturesRightNow.model_validate(data).online_features

    def upstream_of_a_model(
        self, model_version: str, **kwargs: Any
    ) -> UpstreamOfAModelLineage:
        query = gql("""
            query UpstreamOfAModel($modelVersion: Ref!) {
              lineage(of: [$modelVersion], direction: UPSTREAM, depth: 10) {
                complete
                nodes {
                  depth
                  node {
                    __typename
                    id
                    kind
                    label
                  }
                }
                edges {
                  from
                  kind
                  to
                  attributes
                }
              }
            }
            """)
        variables: dict[str, object] = {"modelVersion": model_version}
        response = self.execute(
            query=query,
            operation_name="UpstreamOfAModel",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return UpstreamOfAModel.model_validate(data).lineage

    def impact_of_a_dataset(
        self, dataset: str, **kwargs: Any
    ) -> ImpactOfADatasetLineage:
        query = gql("""
            query ImpactOfADataset($dataset: Ref!) {
              lineage(
                of: [$dataset]
                direction: DOWNSTREAM
                depth: 10
                kinds: [FEATURE_SET_VERSION, MODEL_VERSION, DEPLOYMENT]
              ) {
                complete
                incompleteBecause
                nodes {
                  depth
                  node {
                    __typename
                    kind
                    label
                    ... on Deployment {
                      bindings {
                        trafficPercent
                        modelVersion {
                          label
                        }
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"dataset": dataset}
        response = self.execute(
            query=query,
            operation_name="ImpactOfADataset",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ImpactOfADataset.model_validate(data).lineage

    def search(
        self, text: str, after: Union[Optional[str], UnsetType] = UNSET, **kwargs: Any
    ) -> SearchSearch:
        query = gql("""
            query Search($text: String!, $after: String) {
              search(text: $text, first: 20, after: $after) {
                nodes {
                  __typename
                  id
                  kind
                  label
                  description
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }
            """)
        variables: dict[str, object] = {"text": text, "after": after}
        response = self.execute(
            query=query, operation_name="Search", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Search.model_validate(data).search

    def travel_in_time(
        self,
        features: list[str],
        entities: Json,
        as_of: datetime,
        spine: Json,
        **kwargs: Any,
    ) -> TravelInTime:
        query = gql("""
            query TravelInTime($features: [Ref!]!, $entities: EntityKeys!, $asOf: DateTime!, $spine: SpineRows!) {
              onlineFeatures(features: $features, entities: $entities, asOf: $asOf) {
                entities
                values
                statuses
                eventTimes
                readAt
              }
              historicalFeatures(features: $features, spine: $spine) {
                entities
                values
                statuses
                ages
              }
            }
            """)
        variables: dict[str, object] = {
            "features": features,
            "entities": entities,
            "asOf": as_of,
            "spine": spine,
        }
        response = self.execute(
            query=query, operation_name="TravelInTime", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TravelInTime.model_validate(data)

    def make_a_training_set(
        self, input: CreateTrainingSetInput, **kwargs: Any
    ) -> MakeATrainingSetCreateTrainingSet:
        query = gql("""
            mutation MakeATrainingSet($input: CreateTrainingSetInput!) {
              createTrainingSet(input: $input) {
                job {
                  id
                  status
                  step
                  progress
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="MakeATrainingSet",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return MakeATrainingSet.model_validate(data).create_training_set

    def training_sets(self, **kwargs: Any) -> TrainingSetsTrainingSetJobs:
        query = gql("""
            query TrainingSets {
              trainingSetJobs(first: 5) {
                nodes {
                  id
                  status
                  progress
                  error
                  datasetVersion {
                    label
                    trainingSet {
                      rowCount
                      digest
                      rebuildable
                      features {
                        column
                        ref
                        present
                        nulls
                        notFound
                        expired
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="TrainingSets", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TrainingSets.model_validate(data).training_set_jobs

    def trace_an_entity(
        self, entity: str, key: JsonObject, feature_set: str, **kwargs: Any
    ) -> TraceAnEntity:
        query = gql("""
            query TraceAnEntity($entity: Ref!, $key: EntityKey!, $featureSet: Ref!) {
              entityTrace(entity: $entity, key: $key) {
                featureRows {
                  featureSetVersion {
                    label
                    keepHistoryFor
                    violations {
                      feature
                      count
                    }
                    deprecations {
                      feature
                      reason
                      replacement
                    }
                  }
                  onlineRows
                  historyRows
                  firstEventTime
                  lastEventTime
                }
                trainingRows {
                  trainingSet {
                    label
                  }
                  rows
                }
                modelVersions {
                  label
                }
                deployments {
                  label
                }
              }
              storedEntities(featureSet: $featureSet, first: 5) {
                nodes {
                  key
                  eventTime
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "entity": entity,
            "key": key,
            "featureSet": feature_set,
        }
        response = self.execute(
            query=query, operation_name="TraceAnEntity", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TraceAnEntity.model_validate(data)

    def how_good_are_the_models(
        self, experiment: str, **kwargs: Any
    ) -> HowGoodAreTheModelsRuns:
        query = gql("""
            query HowGoodAreTheModels($experiment: Ref!) {
              runs(
                filter: {experiment: $experiment, types: [EVALUATION], statuses: [SUCCEEDED]}
                orderBy: [{by: CREATED, direction: ASC}]
              ) {
                nodes {
                  name
                  inputs {
                    role
                    node {
                      __typename
                      label
                    }
                  }
                  metrics {
                    name
                    value
                  }
                  predicted: metricHistory(name: "calibration_predicted") {
                    nodes {
                      step
                      value
                    }
                  }
                  observed: metricHistory(name: "calibration_observed") {
                    nodes {
                      step
                      value
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"experiment": experiment}
        response = self.execute(
            query=query,
            operation_name="HowGoodAreTheModels",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return HowGoodAreTheModels.model_validate(data).runs

    def a_list_of_features(
        self, service: str, entities: Json, as_of: datetime, **kwargs: Any
    ) -> AListOfFeaturesOnlineFeatures:
        query = gql("""
            query AListOfFeatures($service: Ref!, $entities: EntityKeys!, $asOf: DateTime!) {
              onlineFeatures(service: $service, entities: $entities, asOf: $asOf) {
                columns {
                  ref
                  role
                }
                values
                statuses
                ages
              }
            }
            """)
        variables: dict[str, object] = {
            "service": service,
            "entities": entities,
            "asOf": as_of,
        }
        response = self.execute(
            query=query, operation_name="AListOfFeatures", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AListOfFeatures.model_validate(data).online_features

    def how_a_column_reaches_a_deployment(
        self, column: str, deployment: str, **kwargs: Any
    ) -> list[HowAColumnReachesADeploymentLineagePaths]:
        query = gql("""
            query HowAColumnReachesADeployment($column: Ref!, $deployment: Ref!) {
              lineagePaths(from: $column, to: $deployment, limit: 20) {
                length
                exact
                hasNext
                complete
                incompleteBecause
                nodes {
                  label
                  node {
                    __typename
                    id
                    kind
                  }
                }
                edges {
                  from
                  kind
                  to
                  attributes
                }
              }
            }
            """)
        variables: dict[str, object] = {"column": column, "deployment": deployment}
        response = self.execute(
            query=query,
            operation_name="HowAColumnReachesADeployment",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return HowAColumnReachesADeployment.model_validate(data).lineage_paths

    def how_two_models_differ(
        self, from_: str, to: str, **kwargs: Any
    ) -> HowTwoModelsDifferLineageDiff:
        query = gql("""
            query HowTwoModelsDiffer($from: Ref!, $to: Ref!) {
              lineageDiff(from: $from, to: $to) {
                complete
                features {
                  feature
                  change
                  resourced
                  before {
                    ref
                  }
                  after {
                    ref
                  }
                }
                datasets {
                  label
                  change
                  before
                  after
                  columns {
                    column
                    change
                    before
                    after
                  }
                }
                code {
                  featureSet
                  change
                  before
                  after
                }
                parameters {
                  name
                  change
                  before
                  after
                }
                metrics {
                  name
                  change
                  before
                  after
                }
                nodes {
                  change
                  kind
                  label
                }
              }
            }
            """)
        variables: dict[str, object] = {"from": from_, "to": to}
        response = self.execute(
            query=query,
            operation_name="HowTwoModelsDiffer",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return HowTwoModelsDiffer.model_validate(data).lineage_diff

    def what_a_change_would_break(
        self,
        of: list[str],
        change: Union[Optional[ChangeKind], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> WhatAChangeWouldBreakImpact:
        query = gql("""
            query WhatAChangeWouldBreak($of: [Ref!]!, $change: ChangeKind) {
              impact(of: $of, change: $change, limit: 50) {
                count
                liveDeployments
                complete
                incompleteBecause
                affected {
                  outcome
                  trafficPercent
                  lookupsPerMinute
                  lastReadAt
                  owner
                  features
                  exact
                  node {
                    __typename
                    kind
                    label
                  }
                  path {
                    label
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"of": of, "change": change}
        response = self.execute(
            query=query,
            operation_name="WhatAChangeWouldBreak",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WhatAChangeWouldBreak.model_validate(data).impact

    def trained_on_and_served(
        self, deployment: str, **kwargs: Any
    ) -> TrainedOnAndServedSkew:
        query = gql("""
            query TrainedOnAndServed($deployment: Ref!) {
              skew(deployment: $deployment) {
                bindings {
                  trafficPercent
                  complete
                  modelVersion {
                    label
                  }
                  featureSets {
                    verdict
                    featureSet {
                      label
                    }
                    trainedOn {
                      label
                    }
                    served {
                      label
                    }
                    current {
                      label
                    }
                    comparison {
                      summary
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"deployment": deployment}
        response = self.execute(
            query=query,
            operation_name="TrainedOnAndServed",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TrainedOnAndServed.model_validate(data).skew

    def what_was_done(
        self, of: list[str], first: int, **kwargs: Any
    ) -> WhatWasDoneChanges:
        query = gql("""
            query WhatWasDone($of: [Ref!]!, $first: Int!) {
              changes(of: $of, order: NEWEST_FIRST, first: $first) {
                nodes {
                  at
                  principal
                  door
                  action
                  reason
                  nodes {
                    __typename
                    label
                  }
                  details
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }
            """)
        variables: dict[str, object] = {"of": of, "first": first}
        response = self.execute(
            query=query, operation_name="WhatWasDone", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WhatWasDone.model_validate(data).changes

    def what_a_bad_run_reached(
        self, of: str, feature_set: str, **kwargs: Any
    ) -> WhatABadRunReachedContamination:
        query = gql("""
            query WhatABadRunReached($of: Ref!, $featureSet: Ref!) {
              contamination(of: $of) {
                count
                countsByKind {
                  kind
                  count
                }
                complete
                incompleteBecause
                trainingSets {
                  label
                }
                liveDeployments {
                  trafficPercent
                  deployment {
                    label
                  }
                  modelVersions {
                    label
                  }
                }
                rows(featureSet: $featureSet) {
                  featureSetVersion {
                    label
                  }
                  currentRows
                  historyRows
                  unattributedRows
                  entities(first: 5) {
                    nodes {
                      key
                      eventTime
                    }
                    pageInfo {
                      hasNextPage
                      endCursor
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"of": of, "featureSet": feature_set}
        response = self.execute(
            query=query,
            operation_name="WhatABadRunReached",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WhatABadRunReached.model_validate(data).contamination

    def how_much_lies_downstream(
        self, of: list[str], **kwargs: Any
    ) -> HowMuchLiesDownstreamLineage:
        query = gql("""
            query HowMuchLiesDownstream($of: [Ref!]!) {
              lineage(of: $of, direction: DOWNSTREAM, depth: 20, limit: 100000) {
                complete
                countsByKind {
                  kind
                  count
                }
                countsByDepth
              }
            }
            """)
        variables: dict[str, object] = {"of": of}
        response = self.execute(
            query=query,
            operation_name="HowMuchLiesDownstream",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return HowMuchLiesDownstream.model_validate(data).lineage

    def a_graph_in_one_piece(
        self,
        of: list[str],
        stop_at: Union[Optional[LineageStop], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> AGraphInOnePieceLineage:
        query = gql("""
            query AGraphInOnePiece($of: [Ref!]!, $stopAt: LineageStop) {
              lineage(
                of: $of
                direction: DOWNSTREAM
                depth: 20
                logical: true
                stopAt: $stopAt
              ) {
                complete
                incompleteBecause
                compact(counts: true)
              }
            }
            """)
        variables: dict[str, object] = {"of": of, "stopAt": stop_at}
        response = self.execute(
            query=query,
            operation_name="AGraphInOnePiece",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AGraphInOnePiece.model_validate(data).lineage

    def what_a_change_would_have_broken(
        self,
        of: list[str],
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> WhatAChangeWouldHaveBrokenImpact:
        query = gql("""
            query WhatAChangeWouldHaveBroken($of: [Ref!]!, $asOf: DateTime) {
              impact(of: $of, asOf: $asOf, limit: 50) {
                count
                liveDeployments
                complete
                affected {
                  outcome
                  trafficPercent
                  node {
                    __typename
                    kind
                    label
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"of": of, "asOf": as_of}
        response = self.execute(
            query=query,
            operation_name="WhatAChangeWouldHaveBroken",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WhatAChangeWouldHaveBroken.model_validate(data).impact

    def which_columns_feed_a_model(
        self, of: list[str], **kwargs: Any
    ) -> WhichColumnsFeedAModelLineage:
        query = gql("""
            query WhichColumnsFeedAModel($of: [Ref!]!) {
              lineage(
                of: $of
                direction: UPSTREAM
                depth: 10
                columns: true
                kinds: [DATASET_VERSION, FEATURE_SET_VERSION, MODEL_VERSION]
              ) {
                complete
                incompleteBecause
                nodes {
                  depth
                  members
                  node {
                    __typename
                    id
                    kind
                    label
                  }
                }
                columnEdges {
                  from
                  fromMember
                  kind
                  to
                  toMember
                  roles
                  transformations
                }
              }
            }
            """)
        variables: dict[str, object] = {"of": of}
        response = self.execute(
            query=query,
            operation_name="WhichColumnsFeedAModel",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WhichColumnsFeedAModel.model_validate(data).lineage

    def what_runs_came_to(self, experiment: str, **kwargs: Any) -> WhatRunsCameTo:
        query = gql("""
            query WhatRunsCameTo($experiment: Ref!) {
              metricDefinitions(first: 20) {
                nodes {
                  name
                  goal
                }
              }
              runs(filter: {experiment: $experiment, types: [TRAINING]}, first: 5) {
                nodes {
                  name
                  status
                  reportedAt
                  metrics {
                    name
                    last
                    first
                    min
                    max
                    best
                  }
                  artifacts(first: 10) {
                    nodes {
                      path
                      isDir
                      size
                      digest
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"experiment": experiment}
        response = self.execute(
            query=query, operation_name="WhatRunsCameTo", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WhatRunsCameTo.model_validate(data)

    def what_the_gate_says(
        self,
        worse: str,
        better: str,
        to: str,
        model: str,
        deployment: str,
        **kwargs: Any,
    ) -> WhatTheGateSays:
        query = gql("""
            query WhatTheGateSays($worse: Ref!, $better: Ref!, $to: String!, $model: Ref!, $deployment: Ref!) {
              worse: evaluateGate(modelVersion: $worse, to: $to) {
                ...Verdict
              }
              better: evaluateGate(modelVersion: $better, to: $to) {
                ...Verdict
              }
              model(ref: $model) {
                history(first: 20) {
                  nodes {
                    kind
                    name
                    from
                    to
                    by
                    at
                    reason
                  }
                }
              }
              deployment(ref: $deployment) {
                comparison {
                  versions {
                    role
                    trafficPercent
                    lookupsPerMinute
                    modelVersion {
                      label
                    }
                  }
                  metrics {
                    name
                    goal
                    values
                  }
                }
              }
            }

            fragment Verdict on GateEvaluation {
              verdict
              passed
              champion {
                label
              }
              rules {
                rule {
                  kind
                  severity
                }
                outcome
                explanation
                found
                champion
                threshold
              }
            }
            """)
        variables: dict[str, object] = {
            "worse": worse,
            "better": better,
            "to": to,
            "model": model,
            "deployment": deployment,
        }
        response = self.execute(
            query=query, operation_name="WhatTheGateSays", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WhatTheGateSays.model_validate(data)

    def approve_a_model(
        self, input: ApproveInput, **kwargs: Any
    ) -> ApproveAModelApprove:
        query = gql("""
            mutation ApproveAModel($input: ApproveInput!) {
              approve(input: $input) {
                approval {
                  decision
                  by
                  at
                  roles
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="ApproveAModel", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ApproveAModel.model_validate(data).approve

    def promote_a_model(
        self, input: PromoteInput, **kwargs: Any
    ) -> PromoteAModelPromote:
        query = gql("""
            mutation PromoteAModel($input: PromoteInput!) {
              promote(input: $input) {
                changed
                previous {
                  label
                }
                evaluation {
                  verdict
                  rules {
                    outcome
                    explanation
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="PromoteAModel", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PromoteAModel.model_validate(data).promote

    def shift_traffic(
        self, input: ShiftTrafficInput, **kwargs: Any
    ) -> ShiftTrafficShiftTraffic:
        query = gql("""
            mutation ShiftTraffic($input: ShiftTrafficInput!) {
              shiftTraffic(input: $input) {
                trafficPercent
                nextPercent
                deployment {
                  bindings {
                    trafficPercent
                    modelVersion {
                      label
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="ShiftTraffic", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ShiftTraffic.model_validate(data).shift_traffic

    def roll_back(self, input: RollbackInput, **kwargs: Any) -> RollBackRollback:
        query = gql("""
            mutation RollBack($input: RollbackInput!) {
              rollback(input: $input) {
                restored
                deployment {
                  bindings {
                    trafficPercent
                    modelVersion {
                      label
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="RollBack", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RollBack.model_validate(data).rollback

    def a_model_card(
        self, model_version: str, **kwargs: Any
    ) -> Optional[AModelCardModelVersion]:
        query = gql("""
            query AModelCard($modelVersion: Ref!) {
              modelVersion(ref: $modelVersion) {
                label
                card
              }
            }
            """)
        variables: dict[str, object] = {"modelVersion": model_version}
        response = self.execute(
            query=query, operation_name="AModelCard", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AModelCard.model_validate(data).model_version

    def which_runs_were_good(
        self, experiment: str, **kwargs: Any
    ) -> WhichRunsWereGoodRuns:
        query = gql("""
            query WhichRunsWereGood($experiment: Ref!) {
              runs(
                filter: {experiment: $experiment, and: [{or: [{metrics: [{name: "roc_auc", op: GT, value: 0.65}]}, {types: [TRAINING], hasMetrics: ["training_loss"]}]}, {not: {statuses: [FAILED, CANCELLED]}}]}
                orderBy: [{by: NAME, direction: ASC}]
                first: 10
              ) {
                nodes {
                  id
                  name
                  status
                }
                totalCount
                facets {
                  types {
                    type
                    count
                  }
                  statuses {
                    status
                    count
                  }
                  createdBy {
                    createdBy
                    count
                  }
                }
                pageInfo {
                  endCursor
                }
              }
            }
            """)
        variables: dict[str, object] = {"experiment": experiment}
        response = self.execute(
            query=query,
            operation_name="WhichRunsWereGood",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WhichRunsWereGood.model_validate(data).runs

    def the_best_versions_of_models(
        self,
        metric: str,
        trained_on: Union[Optional[list[str]], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> TheBestVersionsOfModelsModelVersions:
        query = gql("""
            query TheBestVersionsOfModels($metric: String!, $trainedOn: [Ref!], $first: Int, $after: String) {
              modelVersions(
                filter: {not: {modelVersion: {stages: ["Archived"]}}, or: [{modelVersion: {hasMetrics: [$metric]}}, {modelVersion: {trainedOn: $trainedOn}}]}
                order: [{by: METRIC, name: $metric}, {by: VERSION, direction: ASC}]
                first: $first
                after: $after
              ) {
                totalCount
                facets {
                  models {
                    value
                    count
                  }
                  stages {
                    value
                    count
                  }
                  aliases {
                    value
                    count
                  }
                }
                nodes {
                  label
                  aliases
                  metrics {
                    name
                    value
                  }
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "metric": metric,
            "trainedOn": trained_on,
            "first": first,
            "after": after,
        }
        response = self.execute(
            query=query,
            operation_name="TheBestVersionsOfModels",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TheBestVersionsOfModels.model_validate(data).model_versions

    def models_at_a_time(
        self,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        filter_: Union[Optional[NodeFilter], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ModelsAtATimeModels:
        query = gql("""
            query ModelsAtATime($asOf: DateTime, $filter: NodeFilter, $first: Int, $after: String) {
              models(
                asOf: $asOf
                filter: $filter
                order: [{by: LAST_VERSION}]
                first: $first
                after: $after
              ) {
                totalCount
                facets {
                  owners {
                    value
                    count
                  }
                  tags {
                    key
                    value
                    count
                  }
                }
                nodes {
                  name
                  owner
                  description
                  createdAt
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "asOf": as_of,
            "filter": filter_,
            "first": first,
            "after": after,
        }
        response = self.execute(
            query=query, operation_name="ModelsAtATime", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ModelsAtATime.model_validate(data).models

    def the_largest_datasets(
        self,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> TheLargestDatasets:
        query = gql("""
            query TheLargestDatasets($first: Int, $after: String) {
              datasets(
                order: [{by: ROWS}, {by: NAME, direction: ASC}]
                first: $first
                after: $after
              ) {
                totalCount
                nodes {
                  name
                  owner
                  latestVersion {
                    label
                    rowCount
                    byteCount
                  }
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
              datasetVersions(
                filter: {datasetVersion: {run: {statuses: [SUCCEEDED]}}}
                order: [{by: RUN_ENDED}]
                first: $first
              ) {
                totalCount
                facets {
                  datasets {
                    value
                    count
                  }
                }
                nodes {
                  label
                  rowCount
                }
              }
            }
            """)
        variables: dict[str, object] = {"first": first, "after": after}
        response = self.execute(
            query=query,
            operation_name="TheLargestDatasets",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TheLargestDatasets.model_validate(data)

    def how_fresh_features_are(
        self,
        sources: Union[Optional[list[str]], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> HowFreshFeaturesAre:
        query = gql("""
            query HowFreshFeaturesAre($sources: [Ref!], $first: Int, $after: String) {
              featureSets(
                order: [{by: WRITTEN, direction: ASC}]
                first: $first
                after: $after
              ) {
                totalCount
                facets {
                  entities {
                    value
                    count
                  }
                }
                nodes {
                  name
                  owner
                  currentVersion {
                    label
                    writtenAt
                  }
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
              featureSetVersions(
                filter: {featureSetVersion: {sources: $sources, written: true}}
                order: [{by: WRITTEN}]
                first: $first
              ) {
                totalCount
                facets {
                  features {
                    value
                    count
                  }
                }
                nodes {
                  label
                  ttlSeconds
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "sources": sources,
            "first": first,
            "after": after,
        }
        response = self.execute(
            query=query,
            operation_name="HowFreshFeaturesAre",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return HowFreshFeaturesAre.model_validate(data)

    def register_dataset_version(
        self, input: RegisterDatasetVersionInput, **kwargs: Any
    ) -> RegisterDatasetVersionRegisterDatasetVersion:
        query = gql("""
            mutation RegisterDatasetVersion($input: RegisterDatasetVersionInput!) {
              registerDatasetVersion(input: $input) {
                created
                datasetVersion {
                  ...DatasetVersionFacts
                }
              }
            }

            fragment DatasetVersionFacts on DatasetVersion {
              id
              label
              description
              owner
              digest
              location
              rowCount
              byteCount
              columns {
                name
                type
                nativeType
              }
              trainingSet {
                rowCount
                digest
                knownUntil
                features {
                  column
                  ref
                  type
                  present
                  nulls
                  notFound
                  expired
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="RegisterDatasetVersion",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RegisterDatasetVersion.model_validate(data).register_dataset_version

    def find_dataset_version(
        self, ref: str, **kwargs: Any
    ) -> Optional[FindDatasetVersionDatasetVersion]:
        query = gql("""
            query FindDatasetVersion($ref: Ref!) {
              datasetVersion(ref: $ref) {
                ...DatasetVersionFacts
              }
            }

            fragment DatasetVersionFacts on DatasetVersion {
              id
              label
              description
              owner
              digest
              location
              rowCount
              byteCount
              columns {
                name
                type
                nativeType
              }
              trainingSet {
                rowCount
                digest
                knownUntil
                features {
                  column
                  ref
                  type
                  present
                  nulls
                  notFound
                  expired
                }
              }
            }
            """)
        variables: dict[str, object] = {"ref": ref}
        response = self.execute(
            query=query,
            operation_name="FindDatasetVersion",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return FindDatasetVersion.model_validate(data).dataset_version

    def find_training_set_job(
        self, id: str, **kwargs: Any
    ) -> Optional[FindTrainingSetJobTrainingSetJob]:
        query = gql("""
            query FindTrainingSetJob($id: String!) {
              trainingSetJob(id: $id) {
                id
                status
                step
                done
                total
                error
                datasetVersion {
                  ...DatasetVersionFacts
                }
              }
            }

            fragment DatasetVersionFacts on DatasetVersion {
              id
              label
              description
              owner
              digest
              location
              rowCount
              byteCount
              columns {
                name
                type
                nativeType
              }
              trainingSet {
                rowCount
                digest
                knownUntil
                features {
                  column
                  ref
                  type
                  present
                  nulls
                  notFound
                  expired
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="FindTrainingSetJob",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return FindTrainingSetJob.model_validate(data).training_set_job

    def cancel_training_set_job(
        self, input: CancelTrainingSetInput, **kwargs: Any
    ) -> CancelTrainingSetJobCancelTrainingSet:
        query = gql("""
            mutation CancelTrainingSetJob($input: CancelTrainingSetInput!) {
              cancelTrainingSet(input: $input) {
                job {
                  id
                  status
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="CancelTrainingSetJob",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CancelTrainingSetJob.model_validate(data).cancel_training_set

    def find_entity(self, ref: str, **kwargs: Any) -> Optional[FindEntityEntity]:
        query = gql("""
            query FindEntity($ref: Ref!) {
              entity(ref: $ref) {
                label
                joinKeys {
                  name
                  type
                }
              }
            }
            """)
        variables: dict[str, object] = {"ref": ref}
        response = self.execute(
            query=query, operation_name="FindEntity", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return FindEntity.model_validate(data).entity

    def find_feature_set(
        self, ref: str, **kwargs: Any
    ) -> Optional[FindFeatureSetFeatureSetVersion]:
        query = gql("""
            query FindFeatureSet($ref: Ref!) {
              featureSetVersion(ref: $ref) {
                label
                ttlSeconds
                entity {
                  name
                  joinKeys {
                    name
                    type
                  }
                }
                features {
                  name
                  type
                  allowNonFinite
                  hasDefault
                }
              }
            }
            """)
        variables: dict[str, object] = {"ref": ref}
        response = self.execute(
            query=query, operation_name="FindFeatureSet", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return FindFeatureSet.model_validate(data).feature_set_version

    def find_environment(
        self, ref: str, **kwargs: Any
    ) -> Optional[FindEnvironmentEnvironment]:
        query = gql("""
            query FindEnvironment($ref: Ref!) {
              environment(ref: $ref) {
                label
              }
            }
            """)
        variables: dict[str, object] = {"ref": ref}
        response = self.execute(
            query=query, operation_name="FindEnvironment", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return FindEnvironment.model_validate(data).environment

    def define_environment(
        self, input: DefineEnvironmentInput, **kwargs: Any
    ) -> DefineEnvironmentDefineEnvironment:
        query = gql("""
            mutation DefineEnvironment($input: DefineEnvironmentInput!) {
              defineEnvironment(input: $input) {
                created
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="DefineEnvironment",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DefineEnvironment.model_validate(data).define_environment

    def define_entity(
        self, input: DefineEntityInput, **kwargs: Any
    ) -> DefineEntityDefineEntity:
        query = gql("""
            mutation DefineEntity($input: DefineEntityInput!) {
              defineEntity(input: $input) {
                created
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="DefineEntity", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DefineEntity.model_validate(data).define_entity

    def publish_feature_set(
        self, input: PublishFeatureSetInput, **kwargs: Any
    ) -> PublishFeatureSetPublishFeatureSet:
        query = gql("""
            mutation PublishFeatureSet($input: PublishFeatureSetInput!) {
              publishFeatureSet(input: $input) {
                created
                featureSetVersion {
                  label
                }
                publication {
                  version
                  becomesCurrent
                  because
                  comparison {
                    summary
                    compatible
                    added
                    removed
                    changed {
                      name
                    }
                  }
                  deployments {
                    label
                  }
                  deploymentCount
                  modelVersionCount
                  trainingSetCount
                  featureServiceVersionCount
                  unpinnedLookups
                  unpinnedWrites
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="PublishFeatureSet",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return PublishFeatureSet.model_validate(data).publish_feature_set

    def define_feature_service(
        self, input: DefineFeatureServiceInput, **kwargs: Any
    ) -> DefineFeatureServiceDefineFeatureService:
        query = gql("""
            mutation DefineFeatureService($input: DefineFeatureServiceInput!) {
              defineFeatureService(input: $input) {
                created
                plan {
                  version
                  features
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="DefineFeatureService",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DefineFeatureService.model_validate(data).define_feature_service

    def lineage(
        self,
        of: list[str],
        direction: LineageDirection,
        depth: int,
        limit: int,
        **kwargs: Any,
    ) -> LineageLineage:
        query = gql("""
            query Lineage($of: [Ref!]!, $direction: LineageDirection!, $depth: Int!, $limit: Int!) {
              lineage(of: $of, direction: $direction, depth: $depth, limit: $limit) {
                complete
                incompleteBecause
                roots {
                  __typename
                  id
                }
                nodes {
                  depth
                  node {
                    __typename
                    id
                    label
                  }
                }
                edges {
                  from
                  kind
                  to
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "of": of,
            "direction": direction,
            "depth": depth,
            "limit": limit,
        }
        response = self.execute(
            query=query, operation_name="Lineage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Lineage.model_validate(data).lineage

    def impact(self, of: list[str], **kwargs: Any) -> ImpactImpact:
        query = gql("""
            query Impact($of: [Ref!]!) {
              impact(of: $of, change: DROP) {
                complete
                count
                affected {
                  outcome
                  trafficPercent
                  owner
                  node {
                    __typename
                    id
                    label
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"of": of}
        response = self.execute(
            query=query, operation_name="Impact", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Impact.model_validate(data).impact

    def find_model_version(
        self, ref: str, **kwargs: Any
    ) -> Optional[FindModelVersionModelVersion]:
        query = gql("""
            query FindModelVersion($ref: Ref!) {
              modelVersion(ref: $ref) {
                ...ModelVersionFacts
              }
            }

            fragment ModelVersionFacts on ModelVersion {
              id
              label
              version
              description
              owner
              createdAt
              model {
                name
              }
              aliases
              artifact {
                uri
                digest
                format
                bytes
              }
              run {
                id
                name
              }
              trainedOn {
                label
              }
              signature {
                position
                ref
                name
                role
                type
                featureSetVersion {
                  label
                }
              }
              requestInputs {
                position
                name
                type
              }
              metrics {
                name
                value
              }
              tags {
                key
                value
              }
              deployments {
                label
              }
            }
            """)
        variables: dict[str, object] = {"ref": ref}
        response = self.execute(
            query=query,
            operation_name="FindModelVersion",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return FindModelVersion.model_validate(data).model_version

    def register_model_version(
        self, input: RegisterModelVersionInput, **kwargs: Any
    ) -> RegisterModelVersionRegisterModelVersion:
        query = gql("""
            mutation RegisterModelVersion($input: RegisterModelVersionInput!) {
              registerModelVersion(input: $input) {
                created
                modelVersion {
                  ...ModelVersionFacts
                }
              }
            }

            fragment ModelVersionFacts on ModelVersion {
              id
              label
              version
              description
              owner
              createdAt
              model {
                name
              }
              aliases
              artifact {
                uri
                digest
                format
                bytes
              }
              run {
                id
                name
              }
              trainedOn {
                label
              }
              signature {
                position
                ref
                name
                role
                type
                featureSetVersion {
                  label
                }
              }
              requestInputs {
                position
                name
                type
              }
              metrics {
                name
                value
              }
              tags {
                key
                value
              }
              deployments {
                label
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="RegisterModelVersion",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RegisterModelVersion.model_validate(data).register_model_version

    def set_alias(self, input: SetAliasInput, **kwargs: Any) -> SetAliasSetAlias:
        query = gql("""
            mutation SetAlias($input: SetAliasInput!) {
              setAlias(input: $input) {
                changed
                modelVersion {
                  label
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="SetAlias", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SetAlias.model_validate(data).set_alias

    def deploy(self, input: DeployInput, **kwargs: Any) -> DeployDeploy:
        query = gql("""
            mutation Deploy($input: DeployInput!) {
              deploy(input: $input) {
                changed
                created
                deployment {
                  label
                  endpoint
                  bindings {
                    trafficPercent
                    modelVersion {
                      label
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="Deploy", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Deploy.model_validate(data).deploy

    def find_run(self, id: str, **kwargs: Any) -> Optional[FindRunRun]:
        query = gql("""
            query FindRun($id: ID!) {
              run(id: $id) {
                ...RunFacts
              }
            }

            fragment RunFacts on Run {
              id
              name
              type
              status
              message
              createdAt
              startedAt
              endedAt
              experiment {
                name
              }
              parameters {
                name
                value
              }
              metrics {
                name
                value
                step
              }
              tags {
                key
                value
              }
              inputs {
                role
                node {
                  __typename
                  label
                }
              }
              outputs {
                role
                node {
                  __typename
                  label
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="FindRun", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return FindRun.model_validate(data).run

    def start_run(self, input: StartRunInput, **kwargs: Any) -> StartRunStartRun:
        query = gql("""
            mutation StartRun($input: StartRunInput!) {
              startRun(input: $input) {
                created
                run {
                  id
                  name
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="StartRun", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StartRun.model_validate(data).start_run

    def log_run(self, input: LogRunInput, **kwargs: Any) -> LogRunLogRun:
        query = gql("""
            mutation LogRun($input: LogRunInput!) {
              logRun(input: $input) {
                run {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="LogRun", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return LogRun.model_validate(data).log_run

    def resume_run(
        self, input: ResumeRunInput, **kwargs: Any
    ) -> ResumeRunResumeRun:
        query = gql("""
            mutation ResumeRun($input: ResumeRunInput!) {
              resumeRun(input: $input) {
                run {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="ResumeRun", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ResumeRun.model_validate(data).resume_run

    def finish_run(
        self, input: FinishRunInput, **kwargs: Any
    ) -> FinishRunFinishRun:
        query = gql("""
            mutation FinishRun($input: FinishRunInput!) {
              finishRun(input: $input) {
                run {
                  ...RunFacts
                }
              }
            }

            fragment RunFacts on Run {
              id
              name
              type
              status
              message
              createdAt
              startedAt
              endedAt
              experiment {
                name
              }
              parameters {
                name
                value
              }
              metrics {
                name
                value
                step
              }
              tags {
                key
                value
              }
              inputs {
                role
                node {
                  __typename
                  label
                }
              }
              outputs {
                role
                node {
                  __typename
                  label
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="FinishRun", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return FinishRun.model_validate(data).finish_run
