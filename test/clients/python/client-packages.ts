/** What checks and tests the Python client; its own dependencies too, so that the wheel is tried without asking for any. */
export const CLIENT_PACKAGES = [
  'ariadne-codegen==0.19.0',
  'unasync==0.6.0',
  'hatchling==1.33.0',
  'mypy==2.4.1',
  'ruff==0.15.22',
  'pytest==9.2.0',
  'hypothesis==6.170.17',
  'httpx==0.28.1',
  'pydantic==2.14.4',
  'pandas==3.1.1',
  'pyarrow==26.0.1',
  'polars==2.1.0',
  'tqdm==4.70.1',
  'scikit-learn==1.9.1',
  'skops==0.16.0',
  'matplotlib',
] as const;
