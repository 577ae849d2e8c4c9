"""The whole path of an order through its actions, and what each leaves behind."""

from datetime import timedelta

import pytest

from linli.core import events
from linli.core.access import SYSTEM
from linli.core.errors import Invalid, Refused
from linli.work import actions, queries
from linli.work.actions import assigning
from linli.work.models import Alarm, Assignment, Order, Rating
from linli.work.terms import Area, Category, PauseReason, State, Urgency, Verb
from tests.orders import MINUTE, in_state, opened, resident_of, triaged
from tests.photos import JPEG
from tests.world import World


def test_a_report_is_triaged_assigned_done_verified_rated_and_closed(world: World) -> None:
    order = in_state(world, State.CLOSED)
    assert [stage.verb for stage in order.stages.order_by("starts_at", "id")] == [
        "", "triage", "assign", "accept", "depart", "start", "finish", "verify", "rate", "close",
    ]  # fmt: skip
    assert order.stages.filter(ends_at=None).count() == 1
    assert (order.stars, order.assignee) == (5, world.li.staff)
    told = [event.name for event in events.happened(kind="work.order", subject_id=order.pk)]
    assert told.count("work.order-moved.v1") == 9


def test_numbers_of_a_day_follow_each_other(world: World) -> None:
    first, second = opened(world), opened(world, place="lobby")
    assert (first.number, second.number) == ("BX260310-0001", "BX260310-0002")


def test_neither_triage_nor_assignment_answers_the_resident(world: World) -> None:
    order = in_state(world, State.ASSIGNED)
    assert order.responded_at is None
    assert order.response_due_at == world.at + timedelta(hours=1)


def test_acceptance_answers_the_resident(world: World) -> None:
    order = in_state(world, State.ACCEPTED)
    assert (order.responded_at, order.response_due_at) == (world.at + 3 * MINUTE, None)
    assert order.resolution_due_at == world.at + timedelta(hours=24)


def test_a_talk_answers_the_resident_once(world: World) -> None:
    order = triaged(world)
    desk = world.actor(world.desk)
    actions.note_contact(order_id=order.pk, note="住户在家", by=desk, at=world.at + 5 * MINUTE)
    actions.note_contact(order_id=order.pk, by=desk, at=world.at + 9 * MINUTE)
    order.refresh_from_db()
    assert order.responded_at == world.at + 5 * MINUTE
    assert order.contacts.count() == 2
    assert order.state == State.TRIAGED


def test_only_what_the_resident_causes_stops_the_resolution_clock(world: World) -> None:
    order = in_state(world, State.STARTED)
    li, at = world.actor(world.li), world.at + timedelta(hours=1)
    waiting = actions.pause_order(order_id=order.pk, reason=PauseReason.WAITING_PART, by=li, at=at)
    assert waiting.resolution_due_at == world.at + timedelta(hours=24)
    actions.resume_order(order_id=order.pk, by=li, at=at + timedelta(hours=1))
    at += timedelta(hours=2)
    away = actions.pause_order(order_id=order.pk, reason=PauseReason.WAITING_RESIDENT, by=li, at=at)
    assert away.resolution_due_at is None
    back = actions.resume_order(order_id=order.pk, by=li, at=at + timedelta(hours=5))
    assert back.resolution_due_at == world.at + timedelta(hours=29)


def test_refused_work_goes_back_to_the_same_worker_and_the_clock_runs_on(world: World) -> None:
    order = in_state(world, State.DONE)
    done_at, refused_at = order.done_at, world.at + timedelta(hours=2)
    assert done_at is not None
    assert order.resolution_due_at is None
    order = actions.refuse_order(order_id=order.pk, reason="还在滴水", by=resident_of(order), at=refused_at)
    assert (order.state, order.assignee) == (State.ASSIGNED, world.li.staff)
    assert order.resolution_due_at == world.at + timedelta(hours=24) + (refused_at - done_at)


def test_a_reopened_order_waits_for_anybody_again(world: World) -> None:
    order = in_state(world, State.CLOSED)
    order = actions.reopen_order(order_id=order.pk, reason="又漏了", by=resident_of(order), at=world.at + 60 * MINUTE)
    assert (order.state, order.assignee, order.closed_at) == (State.TRIAGED, None, None)
    assert not Assignment.objects.filter(order=order, ended_at=None).exists()
    assert events.deliver_all(company_id=world.company.pk) > 0
    order.refresh_from_db()
    assert (order.state, order.assignee) == (State.ASSIGNED, world.li.staff)


def test_work_is_proved_by_a_photo_or_a_sentence(world: World) -> None:
    order = in_state(world, State.STARTED)
    li, at = world.actor(world.li), world.at + 30 * MINUTE
    with pytest.raises(Invalid):
        actions.finish_order(order_id=order.pk, note="  ", by=li, at=at)
    with pytest.raises(Invalid):
        actions.finish_order(order_id=order.pk, photos=[b"not a photo"], by=li, at=at)
    order.refresh_from_db()
    assert order.state == State.STARTED
    actions.finish_order(order_id=order.pk, photos=[JPEG, JPEG], by=li, at=at)
    assert [each.moment for each in order.evidence.all()] == ["after"]


def test_the_system_asks_who_fits_and_keeps_why(world: World) -> None:
    order = triaged(world, category=Category.ELECTRICAL)
    order = actions.assign_automatically(order_id=order.pk, by=SYSTEM, at=world.at + 2 * MINUTE)
    assignment = Assignment.objects.get(order=order)
    kept = assignment.decision
    assert order.state == State.ASSIGNED
    assert {kept["winner"]["worker_id"], kept["runner_up"]["worker_id"]} == {
        str(world.li.staff.pk),
        str(world.zhao.staff.pk),
    }
    assert kept["winner"]["total"] <= kept["runner_up"]["total"]
    assert kept["refused"][str(world.guard.staff.pk)] == "skill_missing"
    assert assignment.expected_at is not None


def test_when_nobody_fits_the_order_waits_and_says_why(world: World) -> None:
    order = triaged(world, category=Category.LIFT)
    order = actions.assign_automatically(order_id=order.pk, by=SYSTEM, at=world.at + 2 * MINUTE)
    assert order.state == State.TRIAGED
    assert queries.why_nobody(order)["skill_missing"] >= 4


def test_who_gave_an_order_back_is_not_asked_again(world: World) -> None:
    order = triaged(world)
    actions.assign_automatically(order_id=order.pk, by=SYSTEM, at=world.at + 2 * MINUTE)
    actions.return_order(order_id=order.pk, reason="没带工具", by=world.actor(world.li), at=world.at + 3 * MINUTE)
    order = actions.assign_automatically(order_id=order.pk, by=SYSTEM, at=world.at + 4 * MINUTE)
    assert order.state == State.TRIAGED
    assert queries.why_nobody(order)["excluded"] == 1


def test_a_transferred_order_leaves_the_first_worker(world: World) -> None:
    order = in_state(world, State.ACCEPTED)
    desk, at = world.actor(world.desk), world.at + 10 * MINUTE
    with pytest.raises(Refused):
        actions.assign_order(order_id=order.pk, staff_id=world.li.staff.pk, by=desk, at=at)
    order = actions.assign_order(order_id=order.pk, staff_id=world.zhao.staff.pk, by=desk, at=at)
    assert (order.state, order.assignee) == (State.ASSIGNED, world.zhao.staff)
    assert not Order.objects.visible_to(world.actor(world.li)).filter(pk=order.pk).exists()
    assert [each.staff for each in order.assignments.filter(ended_at=None)] == [world.zhao.staff]


def test_correction_before_acceptance_sends_somebody_else(world: World) -> None:
    order = in_state(world, State.ASSIGNED)
    order = actions.correct_triage(
        order_id=order.pk,
        category=Category.SECURITY_LOWVOLTAGE,
        area=Area.INDOOR,
        urgency=Urgency.NORMAL,
        by=world.actor(world.desk),
        at=world.at + 5 * MINUTE,
    )
    assert (order.state, order.assignee) == (State.TRIAGED, None)
    events.deliver_all(company_id=world.company.pk)
    order.refresh_from_db()
    assert order.assignee == world.zhao.staff


def test_a_confirmation_takes_nothing_away(world: World) -> None:
    order = in_state(world, State.ASSIGNED)
    order = actions.correct_triage(
        order_id=order.pk,
        category=Category.PLUMBING,
        area=Area.INDOOR,
        urgency=Urgency.NORMAL,
        by=world.actor(world.desk),
        at=world.at + 5 * MINUTE,
    )
    assert (order.state, order.assignee) == (State.ASSIGNED, world.li.staff)


def test_who_lost_an_order_by_a_correction_may_be_the_one_for_it_again(world: World) -> None:
    order = in_state(world, State.ASSIGNED)
    actions.correct_triage(
        order_id=order.pk,
        category=Category.DRAINS,
        area=Area.INDOOR,
        urgency=Urgency.EMERGENCY,
        by=world.actor(world.desk),
        at=world.at + 5 * MINUTE,
    )
    events.deliver_all(company_id=world.company.pk)
    order.refresh_from_db()
    assert (order.state, order.assignee) == (State.ASSIGNED, world.li.staff)


def test_who_gives_a_reopened_order_back_is_not_asked_again(world: World) -> None:
    order = in_state(world, State.CLOSED)
    actions.reopen_order(order_id=order.pk, reason="又漏了", by=resident_of(order), at=world.at + 60 * MINUTE)
    order = actions.assign_automatically(order_id=order.pk, by=SYSTEM, at=world.at + 61 * MINUTE)
    assert order.assignee == world.li.staff
    actions.return_order(order_id=order.pk, reason="休息了", by=world.actor(world.li), at=world.at + 62 * MINUTE)
    order = actions.assign_automatically(order_id=order.pk, by=SYSTEM, at=world.at + 63 * MINUTE)
    assert (order.state, order.assignee) == (State.TRIAGED, None)


def test_correction_after_acceptance_changes_the_promise_only(world: World) -> None:
    order = in_state(world, State.ACCEPTED)
    order = actions.correct_triage(
        order_id=order.pk,
        category=Category.PLUMBING,
        area=Area.INDOOR,
        urgency=Urgency.EMERGENCY,
        by=world.actor(world.desk),
        at=world.at + 5 * MINUTE,
    )
    assert (order.state, order.assignee) == (State.ACCEPTED, world.li.staff)
    assert order.resolution_due_at == world.at + timedelta(minutes=30)


def test_silence_verifies_and_closes(world: World) -> None:
    order = in_state(world, State.DONE)
    assert order.done_at is not None
    actions.fall_due(by=SYSTEM, at=order.done_at + timedelta(hours=24) - MINUTE)
    order.refresh_from_db()
    assert order.state == State.DONE
    verified_at = order.done_at + timedelta(hours=24)
    actions.fall_due(by=SYSTEM, at=verified_at)
    order.refresh_from_db()
    assert order.state == State.VERIFIED
    actions.fall_due(by=SYSTEM, at=verified_at + timedelta(days=7))
    order.refresh_from_db()
    assert order.state == State.CLOSED


def test_an_order_that_nobody_takes_alarms_first_and_once(world: World) -> None:
    order = in_state(world, State.ASSIGNED)
    at = world.at + 15 * MINUTE
    assert actions.fall_due(by=SYSTEM, at=at - MINUTE) == 0
    assert actions.fall_due(by=SYSTEM, at=at) == 1
    assert actions.fall_due(by=SYSTEM, at=at + MINUTE) == 0
    alarm = Alarm.objects.get(order=order)
    assert alarm.cause == Alarm.Cause.UNTAKEN
    desk = world.actor(world.desk)
    actions.acknowledge_alarm(alarm_id=alarm.pk, by=desk, at=at + MINUTE)
    with pytest.raises(Refused):
        actions.acknowledge_alarm(alarm_id=alarm.pk, by=desk, at=at + MINUTE)
    assert actions.fall_due(by=SYSTEM, at=at + 2 * MINUTE) == 0
    actions.fall_due(by=SYSTEM, at=world.at + 61 * MINUTE)
    assert set(order.alarms.filter(acknowledged_at=None).values_list("cause", flat=True)) == {Alarm.Cause.RESPONSE}


def test_one_word_looks_after_all_alarms_of_an_order(world: World) -> None:
    order, other = in_state(world, State.ASSIGNED), in_state(world, State.ASSIGNED, place="lobby")
    actions.fall_due(by=SYSTEM, at=world.at + timedelta(hours=25))
    desk, at = world.actor(world.desk), world.at + timedelta(hours=26)
    assert actions.acknowledge_alarms(order_id=order.pk, by=desk, at=at) == 3
    assert not order.alarms.filter(acknowledged_at=None).exists()
    assert other.alarms.filter(acknowledged_at=None).count() == 3
    with pytest.raises(Refused):
        actions.acknowledge_alarms(order_id=order.pk, by=desk, at=at)


def test_the_resident_rates_work_that_is_done_and_so_verifies_it(world: World) -> None:
    order = in_state(world, State.DONE)
    actions.rate_order(order_id=order.pk, stars=2, comment="来晚了", by=resident_of(order), at=world.at + 90 * MINUTE)
    assert [stage.verb for stage in order.stages.order_by("id")][-2:] == [Verb.VERIFY, Verb.RATE]
    assert Rating.objects.get(order=order).comment == "来晚了"


def test_orders_that_nobody_can_do_do_not_keep_others_from_being_tried(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assigning, "MOST_AT_ONCE", 4)
    at = world.at + 5 * MINUTE
    hopeless = [triaged(world, category=Category.LIFT) for _each in range(6)]
    other = triaged(world)
    for _tick in range(60):
        actions.assign_waiting(by=SYSTEM, at=at)
    other.refresh_from_db()
    assert other.state == State.ASSIGNED
    assert not Order.objects.filter(pk__in=[each.pk for each in hopeless]).exclude(state=State.TRIAGED).exists()
