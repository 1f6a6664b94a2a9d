/** What Kubeflow's and PROV's own Python writes: without the HTTP client of the former, which is ten times as large. */
export const WRITERS = [
  '--no-deps',
  'model-registry==0.3.18',
  'prov==3.2.3',
  'pydantic==2.11.7',
  'pydantic-core==2.33.2',
  'annotated-types==0.7.0',
  'typing-extensions==4.14.1',
  'typing-inspection==0.4.1',
  'python-dateutil==2.9.0.post0',
  'six==1.17.0',
];
