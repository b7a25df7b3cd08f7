"""What members say they like to do is what the playbook has."""

from hometeam.members.queries import choices
from hometeam.together import playbook


def test_each_kind_of_the_playbook_can_be_liked_by_its_own_title() -> None:
    offered = {key: str(title) for key, title in choices.KINDS}
    assert offered == {key: kind.title for key, kind in playbook.kinds().items() if kind.on_shelf}


def test_each_group_of_the_playbook_can_be_liked() -> None:
    offered = {key for key, _title in choices.LIKE_GROUPS}
    assert {kind.group for kind in playbook.kinds().values()} <= offered
