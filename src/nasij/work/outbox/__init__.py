"""One outbox: a letter is stored with the act it tells of, and leaves after it.

What is promised is *at most once*: a letter is marked as being sent, and that is committed, before
the mail server hears of it. Where nobody can know whether it took the letter — the line broke, the
process died — it is not sent a second time by itself: a person looks, and decides.

A letter that carries a secret link is never stored: it is tried once, as soon as the act is safe,
and who asked for it reads how that ended (`letter_about`).
"""

from nasij.work.outbox.kinds import LetterKind, kind_of
from nasij.work.outbox.letters import post, post_again, withdraw, withdraw_letters
from nasij.work.outbox.mailer import mail_answers
from nasij.work.outbox.rounds import Round, deliver_letters, plan_round, send_due_letters
