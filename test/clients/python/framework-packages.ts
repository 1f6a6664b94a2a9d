/** What PyTorch, Lightning and Keras are tried with. The wheel of PyTorch on PyPI is for CUDA, 7 GB with all that it needs; much less where pip's settings name an index of wheels for the CPU, such as by PIP_EXTRA_INDEX_URL. */
export const FRAMEWORK_PACKAGES = [
  'torch==2.8.0',
  'pytorch-lightning==2.6.6',
  'keras==3.15.1',
  'safetensors==0.8.0',
  'pytest==9.2.0',
  "hypothesis==6.170.17; python_version >= '3.11'",
  "hypothesis==6.168.5; python_version < '3.11'",
  'httpx==0.28.1',
  'pydantic==2.14.4',
  'tqdm==4.70.1',
  "pandas==3.1.1; python_version >= '3.11'",
  "pandas==2.3.3; python_version < '3.11'",
  "pyarrow==26.0.1; python_version >= '3.11'",
  "pyarrow==25.0.1; python_version < '3.11'",
] as const;
