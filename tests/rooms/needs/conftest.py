from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def quick_client(settings: Any) -> None:
    """The cast is made for every test: slow hashing would be most of the run. The server of
    static files warns when its folder was not collected yet, and warnings are errors."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
