"""Is it recovered? On the level before the shock and on the trend before it, always both."""

from nasij_core.recovery.index import Recovery, recovery

__all__ = ["Recovery", "recovery"]
