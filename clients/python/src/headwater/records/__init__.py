"""What answers are made of: small values that notebooks show as tables."""
