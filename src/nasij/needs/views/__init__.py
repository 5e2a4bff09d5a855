"""Pages of the listening room."""
