"""The version of this package."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("headwater")
except PackageNotFoundError:
    VERSION = "0"
