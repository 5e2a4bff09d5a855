"""What every room's work stands on: how it refuses, what runs in the background, what it sends."""
