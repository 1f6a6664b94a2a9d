"""Tables as files of Parquet, which is how they travel."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from typing import Any

from headwater.frames.optional import need

CHUNK = 1 << 20


class FileBody:
    """A file that is sent, in parts of a mebibyte: one that is there, or a temporary one, which is removed when it is closed."""

    content_type = "application/vnd.apache.parquet"

    def __init__(self, path: str | None = None) -> None:
        self._is_ours = path is None
        if path is None:
            handle, path = tempfile.mkstemp(suffix=".parquet", prefix="headwater-")
            os.close(handle)
        self.path = path

    def size(self) -> int:
        """Bytes."""
        return os.path.getsize(self.path)

    def digest(self) -> str:
        """`sha256:…` of the bytes."""
        with open(self.path, "rb") as file:
            sha = hashlib.sha256()
            while part := file.read(CHUNK):
                sha.update(part)
        return f"sha256:{sha.hexdigest()}"

    def iter_bytes(self) -> Iterator[bytes]:
        """The bytes, from the beginning."""
        with open(self.path, "rb") as file:
            while part := file.read(CHUNK):
                yield part

    async def aiter_bytes(self) -> AsyncIterator[bytes]:
        """The same for whoever awaits."""
        for part in self.iter_bytes():
            yield part

    def close(self) -> None:
        """Removes the file, unless it is somebody else's; twice is once."""
        if self._is_ours and os.path.exists(self.path):
            os.unlink(self.path)

    def __enter__(self) -> FileBody:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def parquet_of(table: Any) -> FileBody:
    """A file with the rows of a pyarrow.Table; equal tables give equal bytes."""
    body = FileBody()
    try:
        need("pyarrow.parquet", "pyarrow").write_table(table, body.path, compression="zstd")
    except BaseException:
        body.close()
        raise
    return body


def read_arrow(path: str) -> Any:
    """The pyarrow.Table in a file of an Arrow stream, which stays where it is: what is read of it is in memory only as long as somebody reads it."""
    pa = need("pyarrow", "pyarrow")
    # Its pages outlive the name of the file.
    return need("pyarrow.ipc", "pyarrow").open_stream(pa.memory_map(path)).read_all()


def read_parquet(path: str) -> Any:
    """The pyarrow.Table in a file."""
    return need("pyarrow.parquet", "pyarrow").read_table(path)
