"""What a run tells of itself: its code, its environment, its points."""
