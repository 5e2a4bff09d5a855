"""Method of Equal Shares by pabutools, on a .pb file.

    python pabutools_equal_shares.py ELECTION.pb [--step N] [--ballots "equal ballots once"]

Satisfaction is the cost, as in ours. With a step, the endowment grows by it until the budget is
used up (completion “add1”); without, one round.
"""

import argparse

from measure import measured, needed, tell

needed("pabutools")

from pabutools.election import Cost_Sat, parse_pabulib  # noqa: E402
from pabutools.rules import method_of_equal_shares  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("election")
parser.add_argument("--step", type=int)
parser.add_argument("--ballots", choices=["as parsed", "equal ballots once"], default="as parsed")
asked = parser.parse_args()
(instance, profile), reading = measured(lambda: parse_pabulib(asked.election))


def rule():
    cast = profile if asked.ballots == "as parsed" else profile.as_multiprofile()
    return method_of_equal_shares(
        instance, cast, sat_class=Cost_Sat, voter_budget_increment=asked.step
    )


chosen, taken = measured(rule)
tell(**taken, reading=reading["seconds"], selected=sorted(project.name for project in chosen))
