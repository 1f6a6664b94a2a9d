"""Executes a notebook where it lies; writes it, as it then is, elsewhere."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

source, target = map(Path, sys.argv[1:])
notebook = nbformat.read(source, as_version=4)
NotebookClient(
    notebook, timeout=300, record_timing=False, resources={"metadata": {"path": str(source.parent)}}
).execute()
nbformat.write(notebook, target)
