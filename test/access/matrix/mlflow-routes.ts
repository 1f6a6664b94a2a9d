const READERS = ['READER', 'WRITER', 'APPROVER', 'ADMIN', 'OWNER'];
const WRITERS = ['WRITER', 'ADMIN', 'OWNER'];

/** One route takes all that MLflow's clients ask for: what each of its operations demands beyond reading is asked by its use case. */
function mlflowRoutes(prefix: string): Readonly<Record<string, readonly string[]>> {
  const operations = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'].flatMap((method) =>
    ['2.0', '3.0'].map((version) => [`${method} ${prefix}/${version}/mlflow/*`, READERS] as const),
  );
  const files = `${prefix}/2.0/mlflow-artifacts/*`;
  return {
    ...Object.fromEntries(operations),
    [`GET ${files}`]: READERS,
    [`HEAD ${files}`]: READERS,
    [`PUT ${files}`]: WRITERS,
    [`DELETE ${files}`]: WRITERS,
    [`POST ${files}`]: WRITERS,
  };
}

const MLFLOW_FILES = [
  '/get-artifact',
  '/model-versions/get-artifact',
  '//model-versions/get-artifact',
  '/ajax-api/2.0/mlflow/logged-models/:id/artifacts/files',
];

export const MLFLOW_ROUTES: Readonly<Record<string, readonly string[]>> = {
  ...mlflowRoutes('/api'),
  ...mlflowRoutes('/ajax-api'),
  ...Object.fromEntries(MLFLOW_FILES.flatMap((url) => ['GET', 'HEAD'].map((method) => [`${method} ${url}`, READERS]))),
  'POST /ajax-api/2.0/mlflow/upload-artifact': WRITERS,
};
