"""The client for those who await; `headwater.sync` is made of it."""
