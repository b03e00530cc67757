"""Settings that every test shares: the hypothesis profiles, chosen by HYPOTHESIS_PROFILE.

`ci` (the default where CI is set, and under `make test`) tries the same examples on every run, so that a
red run is always the change's own doing; `dev` looks elsewhere each time; `deep` is for a night.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("dev", max_examples=100, deadline=None)
settings.register_profile("deep", max_examples=5_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))
