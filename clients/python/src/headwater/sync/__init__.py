# Generated from aio/__init__.py, by generate.py: change that.
"""The client for those who await; `headwater.sync` is made of it."""
