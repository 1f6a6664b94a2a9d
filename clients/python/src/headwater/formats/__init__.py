"""Trained models as bytes, in formats that run no code when they are read."""
