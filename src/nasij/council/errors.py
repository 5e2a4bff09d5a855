"""What can be refused in the council, each with a sentence that names the rule and the numbers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class CouncilError(Exception):
    """Base of all: a template in the reader's language, and what fills it."""

    template: ClassVar[Any] = _("This cannot be done.")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(type(self).__name__)

    @property
    def message(self) -> str:
        return str(self.template) % self.values

    def __str__(self) -> str:
        return self.message


class SeatTaken(CouncilError):
    template = _(
        "%(person)s already holds the seat %(seat)s as %(kind)s in this period. "
        "End that mandate first."
    )


class SeatVacant(CouncilError):
    template = _("Nobody holds the seat %(seat)s: fill it before marking anyone present.")


class MandateEndsBeforeItStarts(CouncilError):
    template = _("The mandate started on %(starts_on)s and cannot end before.")


class NumberTaken(CouncilError):
    template = _("Session number %(number)s exists already: choose another number.")


class WrongSessionState(CouncilError):
    template = _("The session is “%(state)s”, and must be “%(needed)s” for this.")


class SessionSealed(CouncilError):
    template = _(
        "The session is closed and its minutes are sealed. Add an erratum to the minutes instead."
    )


class AgendaFixed(CouncilError):
    template = _("The session is convened: its agenda can grow, but no point is moved or removed.")


class AgendaEmpty(CouncilError):
    template = _("The agenda is empty: put at least one point on it before convening.")


class AlreadyOnAgenda(CouncilError):
    template = _("“%(title)s” is on this agenda already, as point %(position)s.")


class ItemNotEscalated(CouncilError):
    template = _("“%(title)s” is not escalated to the council: its region has to raise it first.")


class AlreadyPresent(CouncilError):
    template = _("%(seat)s is marked present already.")


class NotPresent(CouncilError):
    template = _("%(seat)s is not marked present.")


class ProxyToItself(CouncilError):
    template = _("A seat cannot give its voice to itself.")


class ProxyGiven(CouncilError):
    template = _("%(seat)s has given its voice to %(holder)s already.")


class ProxyChain(CouncilError):
    template = _("%(seat)s takes part in another proxy: a voice is given once, and not passed on.")


class TooManyProxies(CouncilError):
    template = _("%(holder)s holds %(count)s proxies already; the rules allow %(limit)s.")


class QuorumNotReached(CouncilError):
    template = _(
        "The quorum is not reached: %(present)s of %(held)s held seats are present or "
        "represented, and %(needed)s are needed."
    )


class WeightQuorumNotReached(QuorumNotReached):
    template = _(
        "The quorum by weight is not reached: a weight of %(present)s of %(held)s is present or "
        "represented, and %(needed)s is needed."
    )


class VoteAlreadyOpen(CouncilError):
    template = _("A vote on “%(title)s” is open already: close it first.")


class VoteOver(CouncilError):
    template = _("This vote is closed.")


class VotesStillOpen(CouncilError):
    template = _("The vote on “%(title)s” is still open: close it before the session.")


class WeightNamesTheVoter(CouncilError):
    template = _(
        "Seats of different weights cannot vote in secret by weight: the weight of a ballot "
        "would say whose it is. Choose a roll call, or count heads."
    )


class AlreadyVoted(CouncilError):
    template = _("The vote of %(seat)s is recorded already; a vote is cast once.")


class NotEntitled(CouncilError):
    template = _("%(seat)s has no voice here: it was neither present nor represented at opening.")


class NotYourSeat(CouncilError):
    template = _("You vote for your own seat and for the proxies you hold, not for %(seat)s.")


class NothingChosen(CouncilError):
    template = _("Choose for, against or abstention for at least one seat.")


class SecretBallot(CouncilError):
    template = _("This vote is secret: nobody enters the choice of a named seat.")


class RollCallVote(CouncilError):
    template = _("This vote is a roll call: each choice is entered with its seat.")


class PaperCountMismatch(CouncilError):
    template = _("%(seats)s seats handed in a paper, but %(papers)s papers are counted.")


class TooFewPapers(CouncilError):
    template = _(
        "Paper ballots are entered for at least %(least)s seats at once: one alone is named."
    )


class TooFewForSecrecy(CouncilError):
    template = _(
        "A secret vote is counted from %(least)s ballots on: fewer would tell who voted what. "
        "Wait for more ballots, or annul the vote and put it off."
    )


class TooFewVoicesForSecrecy(CouncilError):
    template = _(
        "A secret vote needs at least %(least)s voices in the room, and there are %(count)s: "
        "hold a roll call, or put the vote off."
    )


class BoxNotHere(CouncilError):
    template = _(
        "The ballots of this secret vote are not on this server: backups do not hold them. "
        "Annul the vote and hold it again."
    )


class VoteAnnulled(CouncilError):
    template = _("This vote was annulled: hold it again before recording its decision.")


class VoteStillOpen(CouncilError):
    template = _("Close the vote before recording its decision.")


class DecisionAlreadyRecorded(CouncilError):
    template = _("This decision is recorded already.")


class OutcomeContradictsVote(CouncilError):
    template = _("The vote says “%(result)s”: the decision cannot be “%(outcome)s”.")


class ReasonMissing(CouncilError):
    template = _("Write the reason: it goes into the minutes.")
