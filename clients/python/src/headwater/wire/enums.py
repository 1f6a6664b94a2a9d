from enum import Enum


class AccessRole(str, Enum):
    ADMIN = "ADMIN"
    APPROVER = "APPROVER"
    OWNER = "OWNER"
    READER = "READER"
    SERVER = "SERVER"
    WRITER = "WRITER"


class ApprovalDecision(str, Enum):
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


class ChangeDoor(str, Enum):
    COMMAND = "COMMAND"
    GRAPHQL = "GRAPHQL"
    HTTP = "HTTP"
    JOB = "JOB"
    SERVICE = "SERVICE"


class ChangeKind(str, Enum):
    CHANGE_TYPE = "CHANGE_TYPE"
    DEPRECATE = "DEPRECATE"
    DROP = "DROP"


class ComparisonOperator(str, Enum):
    EQ = "EQ"
    GT = "GT"
    GTE = "GTE"
    LT = "LT"
    LTE = "LTE"
    NE = "NE"


class DataType(str, Enum):
    BOOL = "BOOL"
    BOOL_LIST = "BOOL_LIST"
    BYTES = "BYTES"
    BYTES_LIST = "BYTES_LIST"
    FLOAT64 = "FLOAT64"
    FLOAT64_LIST = "FLOAT64_LIST"
    INT64 = "INT64"
    INT64_LIST = "INT64_LIST"
    JSON = "JSON"
    STRING = "STRING"
    STRING_LIST = "STRING_LIST"
    TIMESTAMP = "TIMESTAMP"
    TIMESTAMP_LIST = "TIMESTAMP_LIST"


class EdgeKind(str, Enum):
    BINDING = "BINDING"
    CHILD_OF = "CHILD_OF"
    DERIVED_FROM = "DERIVED_FROM"
    INPUT = "INPUT"
    OUTPUT = "OUTPUT"
    SAME_AS = "SAME_AS"
    SIGNATURE = "SIGNATURE"
    SOURCE = "SOURCE"
    TRAINED_ON = "TRAINED_ON"
    VERSION_OF = "VERSION_OF"


class FutureEventPolicy(str, Enum):
    COUNT = "COUNT"
    REJECT = "REJECT"


class GateVerdict(str, Enum):
    FAILED = "FAILED"
    PASSED = "PASSED"
    UNGUARDED = "UNGUARDED"
    WARNED = "WARNED"


class ImpactOutcome(str, Enum):
    BREAKS = "BREAKS"
    GOES_STALE = "GOES_STALE"
    WARNED = "WARNED"


class IncompleteReason(str, Enum):
    ACCESS = "ACCESS"
    DEPTH = "DEPTH"
    NODE_LIMIT = "NODE_LIMIT"
    TIME_LIMIT = "TIME_LIMIT"
    UNATTRIBUTED = "UNATTRIBUTED"


class JobStatus(str, Enum):
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"


class KnownAt(str, Enum):
    EVENT = "EVENT"
    NOW = "NOW"


class LineageDifference(str, Enum):
    ADDED = "ADDED"
    CHANGED = "CHANGED"
    REMOVED = "REMOVED"


class LineageDirection(str, Enum):
    BOTH = "BOTH"
    DOWNSTREAM = "DOWNSTREAM"
    UPSTREAM = "UPSTREAM"


class MetricGoal(str, Enum):
    MAX = "MAX"
    MIN = "MIN"


class MetricValue(str, Enum):
    BEST = "BEST"
    FIRST = "FIRST"
    LAST = "LAST"
    MAX = "MAX"
    MIN = "MIN"


class NodeKind(str, Enum):
    DATASET = "DATASET"
    DATASET_VERSION = "DATASET_VERSION"
    DEPLOYMENT = "DEPLOYMENT"
    ENTITY = "ENTITY"
    ENVIRONMENT = "ENVIRONMENT"
    EXPERIMENT = "EXPERIMENT"
    FEATURE_SERVICE = "FEATURE_SERVICE"
    FEATURE_SERVICE_VERSION = "FEATURE_SERVICE_VERSION"
    FEATURE_SET = "FEATURE_SET"
    FEATURE_SET_VERSION = "FEATURE_SET_VERSION"
    JOB = "JOB"
    LOGGED_MODEL = "LOGGED_MODEL"
    MODEL = "MODEL"
    MODEL_VERSION = "MODEL_VERSION"
    RUN = "RUN"


class ParameterOperator(str, Enum):
    CONTAINS = "CONTAINS"
    EQ = "EQ"
    GT = "GT"
    GTE = "GTE"
    LT = "LT"
    LTE = "LTE"
    NE = "NE"
    STARTS_WITH = "STARTS_WITH"


class PromotionRuleKind(str, Enum):
    CHAMPION = "CHAMPION"
    EVALUATION_NOT_TRAINED_ON = "EVALUATION_NOT_TRAINED_ON"
    EVALUATION_ROWS = "EVALUATION_ROWS"
    INPUTS_PINNED = "INPUTS_PINNED"
    METRIC = "METRIC"
    NO_DEPRECATED_FEATURE = "NO_DEPRECATED_FEATURE"
    REQUIRED_DOCUMENTATION = "REQUIRED_DOCUMENTATION"
    REQUIRED_OWNER = "REQUIRED_OWNER"
    REQUIRED_TAG = "REQUIRED_TAG"
    SAME_EVALUATION_DATASET = "SAME_EVALUATION_DATASET"
    SIGNATURE_EQUAL = "SIGNATURE_EQUAL"


class PromotionRuleOutcome(str, Enum):
    FAILED = "FAILED"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    PASSED = "PASSED"


class PromotionRuleSeverity(str, Enum):
    BLOCK = "BLOCK"
    WARN = "WARN"


class RegistryMoveKind(str, Enum):
    ALIAS = "ALIAS"
    APPROVAL = "APPROVAL"
    BINDING = "BINDING"
    STAGE = "STAGE"


class RunStatus(str, Enum):
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"
    LOST = "LOST"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"


class RunType(str, Enum):
    EVALUATION = "EVALUATION"
    INGEST = "INGEST"
    OTHER = "OTHER"
    TRAINING = "TRAINING"
    TRANSFORM = "TRANSFORM"


class ServingRole(str, Enum):
    CHALLENGER = "CHALLENGER"
    CHAMPION = "CHAMPION"
    SHADOW = "SHADOW"


class SkewVerdict(str, Enum):
    DIFFERENT = "DIFFERENT"
    NOT_READ = "NOT_READ"
    SAME = "SAME"
    UNKNOWN = "UNKNOWN"


class ViolationPolicy(str, Enum):
    COUNT = "COUNT"
    REJECT = "REJECT"
