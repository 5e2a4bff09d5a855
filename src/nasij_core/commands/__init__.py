"""One module per command of `nasij-core`; a new module here is a new command."""
