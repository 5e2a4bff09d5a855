"""Seconds, processor seconds and peak memory of one piece of work, as JSON on the last line."""

import importlib
import json
import resource
import sys
import time


def needed(*packages):
    """Leave with the code for “peer not installed” if one cannot be imported."""
    for package in packages:
        try:
            importlib.import_module(package)
        except ImportError as error:
            print(error, file=sys.stderr)
            sys.exit(3)


def measured(work):
    """The answer of `work`, and what it took."""
    start, processor = time.perf_counter(), time.process_time()
    answer = work()
    taken = {
        "seconds": time.perf_counter() - start,
        "processor": time.process_time() - processor,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    return answer, taken


def tell(**found):
    print(json.dumps(found))
