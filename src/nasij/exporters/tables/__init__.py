"""What the pages of the registry show, as records of the ui."""
