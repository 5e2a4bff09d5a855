"""What can be refused in the council, each with a sentence that names the rule and the numbers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nasij.reference.days import DayOutOfReach
from nasij.work.errors import ReasonMissing, Refusal

# Nobody is left to vote, or too few to reach what is asked.
_WAITING_IS_IDLE = _(
    "The ballots still missing cannot change that: have everybody vote on paper, or annul the vote."
)


class HourGone(Refusal):
    template = _("%(moment)s is past: members who were convened are called for an hour to come.")
    field = "starts_at"


class SecondCallPast(Refusal):
    template = _("The hour of the second call is past: it was planned for %(moment)s.")
    remedy_template = _("Change its hour, so that the members can come.")


class QuorumMissing(Refusal):
    template = _("Only a second call may do without a quorum.")
    field = "quorum_share"


class QuorumLowered(Refusal):
    template = _("The quorum of a session that was convened is raised or kept, not lowered.")
    field = "quorum_share"


class QuorumKept(Refusal):
    template = _(
        "The first session was not called and opened as the rules ask: the second keeps its whole "
        "quorum."
    )
    field = "quorum_share"


class SecondCallAgenda(Refusal):
    template = _(
        "A session on second call takes up what the first one could not decide, and nothing else."
    )
    remedy_template = _("Prepare another session for a new point.")


class NotCalledAgain(Refusal):
    template = _(
        "A session is called a second time once, when it closed without a quorum and left points "
        "undecided."
    )


class SecondCallEarly(Refusal):
    template = _("A second call is opened on its day: this one can be opened on %(day)s.")


class SecondCallTooSoon(Refusal):
    template = _("The rules ask that a second call be on %(day)s at the earliest.")
    field = "starts_at"


class SeatTaken(Refusal):
    template = _(
        "%(person)s already holds the seat %(seat)s as %(kind)s in this period. "
        "End that mandate first."
    )


class SeatVacant(Refusal):
    template = _("Nobody holds the seat %(seat)s: fill it before marking anyone present.")


class StartOutOfReach(DayOutOfReach):
    field = "starts_at"


class FirstDayOutOfReach(DayOutOfReach):
    field = "starts_on"


class LastDayOutOfReach(DayOutOfReach):
    field = "ends_on"


class MandateEndsBeforeItStarts(Refusal):
    field = "ends_on"
    template = _("The mandate started on %(starts_on)s and cannot end before.")


class NumberTaken(Refusal):
    template = _("Session number %(number)s exists already: choose another number.")


class WrongSessionState(Refusal):
    template = _("The session is “%(state)s”, and must be “%(needed)s” for this.")


class SessionSealed(Refusal):
    template = _(
        "The session is closed and its minutes are sealed. Add an erratum to the minutes instead."
    )


class AgendaFixed(Refusal):
    template = _("The session is convened: its agenda can grow, but no point is moved or removed.")


class AgendaEmpty(Refusal):
    template = _("The agenda is empty: put at least one point on it before convening.")


class AlreadyOnAgenda(Refusal):
    template = _("“%(title)s” is on this agenda already, as point %(position)s.")


class ItemNotEscalated(Refusal):
    template = _("“%(title)s” is not escalated to the council: its region has to raise it first.")


class AlreadyPresent(Refusal):
    template = _("%(seat)s is marked present already.")


class NotPresent(Refusal):
    template = _("%(seat)s is not marked present.")


class ProxyToItself(Refusal):
    template = _("A seat cannot give its voice to itself.")


class ProxyGiven(Refusal):
    template = _("%(seat)s has given its voice to %(holder)s already.")


class ProxyChain(Refusal):
    template = _("%(seat)s takes part in another proxy: a voice is given once, and not passed on.")


class TooManyProxies(Refusal):
    template = _("Proxies that %(holder)s holds already: %(count)s; the rules allow %(limit)s.")


class QuorumNotReached(Refusal):
    template = _(
        "The quorum is not reached: %(present)s of %(held)s held seats are present or "
        "represented, and %(needed)s are needed."
    )


class WeightQuorumNotReached(QuorumNotReached):
    template = _(
        "The quorum by weight is not reached: a weight of %(present)s of %(held)s is present or "
        "represented, and %(needed)s is needed."
    )


class NobodyPresent(Refusal):
    template = _("Nobody is present: there is no council to note or decide anything.")
    remedy_template = _("Mark who is there, or close the session.")


class VoteAlreadyOpen(Refusal):
    template = _("A vote on “%(title)s” is open already: close it first.")


class VoteOver(Refusal):
    template = _("This vote is closed.")


class VoteChanged(Refusal):
    template = _("This vote is not as it was recorded: nothing is voted or decided by it.")
    remedy_template = _("Annul the vote and hold it again.")


class NobodyVoted(Refusal):
    template = _("Nobody has voted: there is nothing to count.")
    remedy_template = _("Wait for the first ballots, or annul the vote.")


class VotesStillOpen(Refusal):
    template = _("The vote on “%(title)s” is still open: close it before the session.")


class DecisionsMissing(Refusal):
    template = _("The session cannot close: votes without a recorded decision on %(points)s.")
    remedy_template = _("Record the decision of each of these votes, then close the session.")


class WeightNamesTheVoter(Refusal):
    template = _(
        "Seats of different weights cannot vote in secret by weight: the weight of a ballot "
        "would say whose it is. Choose a roll call, or count heads."
    )


class AlreadyVoted(Refusal):
    template = _("The vote of %(seat)s is recorded already; a vote is cast once.")


class NotEntitled(Refusal):
    template = _("%(seat)s has no voice here: it was neither present nor represented at opening.")


class NotYourSeat(Refusal):
    template = _("You vote for your own seat and for the proxies you hold, not for %(seat)s.")


class NothingChosen(Refusal):
    template = _("Choose for, against or abstention for at least one seat.")


class SecretBallot(Refusal):
    template = _("This vote is secret: nobody enters the choice of a named seat.")


class RollCallVote(Refusal):
    template = _("This vote is a roll call: each choice is entered with its seat.")


class PaperCountMismatch(Refusal):
    template = _("Seats that handed in a paper: %(seats)s; papers counted: %(papers)s.")
    remedy_template = _("Tick every seat that handed in a paper, and count the papers again.")


class TooFewPapers(Refusal):
    template = _(
        "Paper ballots are entered for at least %(least)s persons at once: "
        "fewer would tell who voted what."
    )
    remedy_template = _(
        "Collect the papers of other persons first, and enter them together. Who also votes for "
        "another seat is one person."
    )


class TooFewForSecrecy(Refusal):
    template = _(
        "A secret vote is counted once %(least)s persons have voted: "
        "fewer would tell who voted what."
    )
    remedy_template = _(
        "Wait for more ballots, or have everybody vote on paper, or annul the vote."
    )


class StaysTooFewForSecrecy(TooFewForSecrecy):
    remedy_template = _WAITING_IS_IDLE


class TooFewOneWay(Refusal):
    template = _(
        "In a secret vote at least %(least)s persons vote on a device or nobody does, and likewise "
        "on paper; here, on a device: %(devices)s, on paper: %(papers)s."
    )
    remedy_template = _(
        "Wait for more ballots the way that falls short, or have everybody vote on paper."
    )


class StaysTooFewOneWay(TooFewOneWay):
    remedy_template = _WAITING_IS_IDLE


class EnoughOnDevices(Refusal):
    template = _(
        "Everybody is asked to vote on paper only where some, but fewer than %(least)s persons, "
        "voted on a device; here: %(devices)s."
    )


class VoteOnPaper(Refusal):
    template = _("This vote is held on paper: hand in a paper.")


class TooFewVoicesForSecrecy(Refusal):
    template = _("A secret vote needs at least %(least)s voices in the room; here: %(count)s.")
    remedy_template = _("Hold a roll call, or put the vote off.")


class BoxNotHere(Refusal):
    template = _(
        "The ballots of this secret vote are not on this server: no backup holds those of an "
        "open vote."
    )
    remedy_template = _("Annul the vote and hold it again.")


class VoteAnnulled(Refusal):
    template = _("This vote was annulled: hold it again before recording its decision.")


class VoteStillOpen(Refusal):
    template = _("Close the vote before recording its decision.")


class DecidedByVote(Refusal):
    template = _("“%(title)s” was voted on: its decision is what the vote says, and nothing else.")
    remedy_template = _("Record the decision from the page of the vote.")


class DecidedWithoutVote(Refusal):
    template = _("“%(title)s” is decided already, without a vote: a point is decided once.")
    remedy_template = _("Add a point to the agenda for what is still to be decided.")


class DecisionAlreadyRecorded(Refusal):
    template = _("This decision is recorded already.")


class OutcomeContradictsVote(Refusal):
    template = _("The vote says “%(result)s”: the decision cannot be “%(outcome)s”.")


class TextMissing(Refusal):
    template = _("Write the text of the decision.")


class TextNotVoted(Refusal):
    template = _(
        "The text of a decision is the one that was voted on, word for word. "
        "Another text needs another vote."
    )


class ActionUnderWay(Refusal):
    template = _("An action of this decision is under way: abandon it first, with its reason.")


class ReasonForMinutesMissing(ReasonMissing):
    template = _("Write the reason: it goes into the minutes.")
