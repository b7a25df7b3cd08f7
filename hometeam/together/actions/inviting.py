"""Sending an idea: to those who are here by now, or as one letter with the invitation to whoever is not."""

from __future__ import annotations

from django.http import Http404
from django.urls import resolve
from django.utils.translation import gettext as _

from hometeam.engine.agreements import Move
from hometeam.foundation import post
from hometeam.foundation.text import one_line
from hometeam.members.access import Viewer
from hometeam.members.actions import claims
from hometeam.together.actions import notices
from hometeam.together.actions.moving import begin, finish, moving
from hometeam.together.actions.refusals import NotSound
from hometeam.together.models import Collaboration, Part
from hometeam.together.queries import telling


@moving
def send(*, collaboration: Collaboration, viewer: Viewer, seen_version: int) -> Collaboration:
    """Send an idea once everybody in it has been claimed. Raises Moved, and NotSound while somebody still
    has nobody.
    """
    turn = begin(collaboration, _starter(viewer, collaboration), seen_version)
    if _not_here_yet(turn.collaboration):
        raise NotSound("email", _("Nobody looks after this member here yet. Send it with an invitation."))
    turn.collaboration.awaiting_invitation = False
    return finish(turn, Move.SEND)


def send_with_invitation(*, viewer: Viewer, collaboration: Collaboration, email: str, words: str = "") -> Collaboration:
    """An organiser sends an idea to somebody who is not here yet: one letter with the proposal, which is also the
    invitation; the organiser's own `words` stand first.

    Raises Http404 for others than organisers, claims.NotInvited for an address that may not be written to, and Moved.
    """
    if not viewer.is_organiser:
        raise Http404
    return _send_with_invitation(collaboration=collaboration, viewer=viewer, email=email, words=words)


@moving
def _send_with_invitation(*, collaboration: Collaboration, viewer: Viewer, email: str, words: str) -> Collaboration:
    turn = begin(collaboration, _starter(viewer, collaboration), collaboration.version)
    asked = _not_here_yet(turn.collaboration)[0]
    invitation, claim = claims.invitation_link(viewer=viewer, member=asked.member, email=email, words=words)
    turn.collaboration.awaiting_invitation = False
    sent = finish(turn, Move.SEND)
    link = notices.answer_path(sent, asked, invitation_id=invitation.pk, claim=resolve(claim).kwargs["token"])
    with sent.community.spoken():
        subject, paper = _letter(viewer, asked, invitation.words, link, claim)
    post.send_letter(
        to=invitation.email,
        key=f"together.invitation:{asked.collaboration.pk}:{asked.collaboration.version}",
        subject=subject,
        text=paper.text,
        html=paper.html,
    )
    return sent


def _not_here_yet(collaboration: Collaboration) -> list[Part]:
    """The sides that are asked and have nobody yet. The starter may have nobody, too: an organiser speaks for it."""
    asked = (part for part in collaboration.parts.all() if part.member_id != collaboration.started_by_id)
    return [part for part in asked if not part.member.is_claimed]


def _starter(viewer: Viewer, collaboration: Collaboration) -> Viewer:
    """The organiser holds the starter's pen; the starter's own people hold it themselves."""
    if viewer.member is not None and viewer.member.pk == collaboration.started_by_id:
        return viewer
    if not viewer.is_organiser:
        raise Http404
    return Viewer(viewer.person, viewer.community, collaboration.started_by, is_organiser=True, on_behalf=True)


def letter_with_invitation(
    *, viewer: Viewer, collaboration: Collaboration, words: str = ""
) -> tuple[str, post.Written] | None:
    """Subject and bodies of the letter that `send_with_invitation` would send, but for its links, which lead nowhere
    yet; None where everybody asked is here by now.
    """
    asked = _not_here_yet(collaboration)
    if not asked:
        return None
    with collaboration.community.spoken():
        return _letter(viewer, asked[0], words.strip()[: claims.MOST_WORDS], "#", "/claim/…")


def _letter(viewer: Viewer, asked: Part, words: str, link: str, claim: str) -> tuple[str, post.Written]:
    collaboration = asked.collaboration
    values = {
        "starter": collaboration.started_by.name,
        "name": asked.member.name,
        "community": collaboration.community.name,
        "title": _(collaboration.title),
        "when": telling.when(collaboration),
        "person": telling.name_of(viewer.person),
        "claim": post.absolute(claim),
    }
    subject = one_line(_("%(starter)s has an idea for %(name)s: %(title)s, %(when)s") % values)
    lines = [line for line in (*words.splitlines(), *collaboration.words.splitlines()) if line.strip()]
    lines.append(notices.place_line(collaboration))
    lines.append(_("%(person)s of %(community)s passes this on to you, and keeps a place for %(name)s there.") % values)
    lines.append(_("Answer with one tap: yes, yes but, or not now. You need no account for it."))
    lines.append(_("To see your page there first, or to have it taken down: %(claim)s") % values)
    why = _("You get this one letter because somebody asked us to write to you. We keep your address for nothing else.")
    return subject, post.write(
        subject=subject, lines=lines, action_label=_("Read it and answer"), action_url=link, why=why
    )
