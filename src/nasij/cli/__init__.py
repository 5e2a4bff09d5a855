"""`nasij`: the command of the people who operate a site.

Every command takes `--json` for machines; failures are one sentence on stderr and exit code 2.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nasij.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from nasij.lazily import import_lazily, reading_to_keep

import_lazily()
with reading_to_keep():
    from nasij.cli.command import app

__all__ = ["app"]
