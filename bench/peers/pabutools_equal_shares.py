"""Method of Equal Shares by pabutools, on a .pb file.

    python pabutools_equal_shares.py ELECTION.pb [ADD1_STEP]

Satisfaction is the cost, as in ours. With a step, the endowment grows by it until the budget is
used up (completion “add1”); without, one round.
"""

import sys

from measure import measured, needed, tell

needed("pabutools")

from pabutools.election import Cost_Sat, parse_pabulib  # noqa: E402
from pabutools.rules import method_of_equal_shares  # noqa: E402

(instance, profile), reading = measured(lambda: parse_pabulib(sys.argv[1]))
step = int(sys.argv[2]) if len(sys.argv) > 2 else None
profile = profile.as_multiprofile()  # equal ballots once: the fast way to give them
chosen, taken = measured(
    lambda: method_of_equal_shares(
        instance, profile, sat_class=Cost_Sat, voter_budget_increment=step
    )
)
tell(**taken, reading=reading["seconds"], ballots=profile.num_ballots(), selected=sorted(p.name for p in chosen))
