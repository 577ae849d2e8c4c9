"""The state machine and its page say the same, and every other move is refused."""

import pytest

from linli.work.rules import IN_HAND, MOVES, OPEN, RESOLVED, UNTAKEN, NotAllowed, allowed_verbs, next_state
from linli.work.terms import PERMISSION_OF_VERB, PERMISSIONS, State, Verb
from linli.work.tests.documents import table


def documented() -> dict[tuple[Verb, State], State]:
    moves = {}
    for row in table("order-states.md", "verb"):
        for source in row["from"].split(", "):
            moves[Verb(row["verb"]), State(source)] = State(row["to"])
    return moves


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_each_pair_does_what_the_page_says(verb: Verb, state: State) -> None:
    expected = documented().get((verb, state))
    if expected is None:
        with pytest.raises(NotAllowed) as refused:
            next_state(verb, state)
        assert (refused.value.verb, refused.value.state) == (verb, state)
        assert verb not in allowed_verbs(state)
    else:
        assert next_state(verb, state) is expected
        assert verb in allowed_verbs(state)


def test_groups_are_those_of_the_page() -> None:
    page = {
        row["group"]: {State(name) for name in row["states"].split(", ")} for row in table("order-states.md", "group")
    }
    assert page == {"untaken": set(UNTAKEN), "in hand": set(IN_HAND), "resolved": set(RESOLVED)}
    assert set(State) == OPEN | RESOLVED
    assert OPEN == UNTAKEN | IN_HAND
    assert not UNTAKEN & IN_HAND


def test_every_state_is_reached_from_new_and_only_cancelled_is_final() -> None:
    reached, frontier = {State.NEW}, [State.NEW]
    while frontier:
        state = frontier.pop()
        for verb in allowed_verbs(state):
            following = next_state(verb, state)
            if following not in reached:
                reached.add(following)
                frontier.append(following)
    assert reached == set(State)
    assert [state for state in State if not allowed_verbs(state)] == [State.CANCELLED]


def test_every_verb_has_a_move_and_a_named_permission() -> None:
    assert set(MOVES) == set(PERMISSION_OF_VERB) == set(Verb)
    assert set(PERMISSION_OF_VERB.values()) <= set(PERMISSIONS)


def test_work_that_is_done_cannot_be_cancelled() -> None:
    with pytest.raises(NotAllowed, match="cancel is not allowed while an order is done"):
        next_state(Verb.CANCEL, State.DONE)
