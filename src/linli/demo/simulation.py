"""Lives the demo estate forward: people report, decide, work and judge through the same actions as everybody else.

Nothing is kept between steps but `DemoRun.simulated_until`: what comes next follows from the rows and the seed, so a kill at
any moment loses nothing and doubles nothing (each step is one transaction).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection, transaction

from linli.core import clock, events, scope
from linli.core.access import SYSTEM, Actor, actor_for
from linli.core.errors import Forbidden, NotFound, Refused
from linli.core.jobs import takes_turn
from linli.core.models import Company
from linli.demo import behaviour, rates, texts
from linli.demo.behaviour import Move, Next, Standing
from linli.demo.models import DemoRun
from linli.estates.models import Place
from linli.estates.terms import PlaceKind
from linli.people.models import Shift, Staff, Tenure
from linli.servicedesk import actions as desk
from linli.servicedesk.models import Request
from linli.servicedesk.queries import resident_of
from linli.servicedesk.terms import Channel
from linli.work import actions as work
from linli.work.models import Alarm, Kind, Order, Stage
from linli.work.terms import Category, PauseReason, State, Urgency, Verb

STEP = timedelta(minutes=30)
WORKED_ON = (State.NEW, State.ASSIGNED, State.ACCEPTED, State.ON_THE_WAY, State.STARTED, State.PAUSED)
JUDGED = (State.DONE, State.VERIFIED, State.RATED)
TOLD = (Move.DECIDE, Move.RETURN, Move.REOPEN)
"""Moves that others react to at once."""
LONGEST_WAIT = timedelta(days=4)
"""Nobody in the demo waits longer than this before they do something, if they ever do."""
VISITOR_STAYS = timedelta(minutes=30)
"""For how long (real time) a worker whose account somebody signed in to is left to that visitor."""


def live_step(run: DemoRun, *, until: datetime) -> None:
    """Live one step, at most `STEP` and not past `until`, in one transaction that also moves the run and its clock."""
    with transaction.atomic():
        takes_turn(run.company, wait=True)
        run.refresh_from_db()
        if run.is_history:
            # A crash may forget the last steps of the past; they are then lived again, so nobody waits for the disk.
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO off")
        start, end = run.simulated_until, min(run.simulated_until + STEP, until)
        if end <= start:
            return
        _Step(run, start, end).live()
        run.simulated_until = end
        run.save(update_fields=["simulated_until"])
        if run.is_history:
            # While the past is lived through, the company's clock stands where the simulation stands.
            Company.objects.filter(pk=run.company_id).update(clock_base=end, clock_started_at=clock.real_now())


class _Step:
    """One step of the simulation: what is due in [start, end), in order of time."""

    def __init__(self, run: DemoRun, start: datetime, end: datetime) -> None:
        self.run, self.start, self.end = run, start, end
        self.minutes = dict(Kind.objects.values_list("category", "minutes"))
        self.actors: dict[int, Actor] = {}
        self.shifts = self._shifts()
        self.quiet_until = start

    def live(self) -> None:
        """Let everybody do what falls into the step, then let time itself do what is due."""
        for arrival in rates.arrivals(homes=self.run.homes, start=self.start, end=self.end, seed=self.run.seed):
            self._until(arrival.at)
            self._report(arrival)
        self._until(self.end)
        if self.start.minute < STEP.seconds // 60:
            # Second thoughts come by the hour.
            self._until(self.end, JUDGED)
        work.fall_due(by=SYSTEM, at=self.end)
        work.assign_waiting(by=SYSTEM, at=self.end)
        self._answer_alarms()
        self._deliver(self.end)

    def _until(self, moment: datetime, states: tuple[State, ...] = WORKED_ON) -> None:
        # What people do leads to more that is due; a step ends when nobody has anything left to do in it.
        for _turn in range(200):
            if states is WORKED_ON and moment <= self.quiet_until:
                return
            due = self._due(moment, states)
            if not due:
                return
            for coming, order, standing in due:
                self._do(coming, order, standing)

    def _due(self, moment: datetime, states: tuple[State, ...]) -> list[tuple[Next, Order, Standing]]:
        planned = []
        for order, standing in self._standings(states):
            coming = behaviour.next_move(standing)
            if coming is not None:
                planned.append((coming, order, standing))
        due = [each for each in planned if each[0].at < moment]
        if states is WORKED_ON and not due:
            self.quiet_until = min((each[0].at for each in planned), default=self.end)
        return sorted(due, key=lambda each: (each[0].at, each[1].pk))

    def _standings(self, states: tuple[State, ...]) -> Iterator[tuple[Order, Standing]]:
        watched = Order.objects.filter(state__in=states, state_since__gte=self.start - LONGEST_WAIT)
        orders = list(watched.select_related("assignee__person__account").order_by("id"))
        pasts = self._pasts(orders)
        busy = {order.assignee_id: order.pk for order in orders if order.state in {State.STARTED, State.ON_THE_WAY}}
        first = self._first_in_queue(orders)
        for order in orders:
            if order.assignee and self._is_visited(order):
                continue
            own = order.assignee_id
            is_busy = busy.get(own, order.pk) != order.pk or first.get(own, order.pk) != order.pk
            yield order, self._standing(order, pasts[order.pk], self.shifts.get(own or 0, []), is_busy=is_busy)

    def _pasts(self, orders: list[Order]) -> dict[int, list[tuple[str, str, str]]]:
        """State, verb and reason of every stage of each order, oldest first."""
        pasts: dict[int, list[tuple[str, str, str]]] = {order.pk: [] for order in orders}
        rows = Stage.objects.filter(order__in=orders).order_by("id").values_list("order_id", "state", "verb", "reason")
        for order_id, state, verb, reason in rows:
            pasts[order_id].append((state, verb, reason))
        return pasts

    def _standing(
        self, order: Order, past: list[tuple[str, str, str]], shifts: list[Shift], *, is_busy: bool
    ) -> Standing:
        state = State(order.state)
        shift = next((each for each in shifts if each.ends_at > max(order.state_since, self.start)), None)
        pause = past[-1][2] if state == State.PAUSED else ""
        return Standing(
            state=state,
            since=order.state_since,
            draw=order.pk * 7919 + self.run.seed,
            visit=len(past),
            urgency=Urgency(order.urgency),
            usual_minutes=self.minutes.get(order.category, 30),
            response_late=order.response_breached_at is not None,
            resolution_late=order.resolution_breached_at is not None,
            is_busy=is_busy,
            shift_starts_at=shift.starts_at if shift else self.end if order.assignee_id else None,
            shift_ends_at=shift.ends_at if shift else None,
            paused_for=PauseReason(pause) if pause else None,
            was_paused=any(each[0] == State.PAUSED for each in past),
            refused_before=any(each[1] == Verb.REFUSE for each in past),
        )

    def _do(self, coming: Next, order: Order, standing: Standing) -> None:
        at = max(coming.at, self.start, order.state_since)
        with clock.held_at(at):
            try:
                with transaction.atomic():
                    self._act(coming.move, order, standing, at=at)
            except (Refused, NotFound, Forbidden):
                # A visitor was faster than the simulated person; look again from the rows.
                order.refresh_from_db()
                if order.state == standing.state:
                    raise
            if coming.move in TOLD:
                self._deliver(at)

    def _act(self, move: Move, order: Order, standing: Standing, *, at: datetime) -> None:
        pk, draw = order.pk, standing.draw
        if move is Move.DECIDE:
            self._decide(order, at=at)
            return
        if move in {Move.RATE, Move.REFUSE, Move.REOPEN}:
            self._judge(move, order, standing, at=at)
            return
        worker = self._worker(order, at=at)
        match move:
            case Move.ACCEPT:
                work.accept_order(order_id=pk, by=worker, at=at)
            case Move.RETURN:
                work.return_order(order_id=pk, reason=texts.pick(texts.BACK, draw=draw, what="back"), by=worker, at=at)
            case Move.DEPART:
                work.depart_for_order(order_id=pk, by=worker, at=at)
            case Move.START:
                work.start_order(order_id=pk, by=worker, at=at)
            case Move.PAUSE:
                work.pause_order(order_id=pk, reason=behaviour.pause_reason(standing), by=worker, at=at)
            case Move.RESUME:
                work.resume_order(order_id=pk, by=worker, at=at)
            case Move.FINISH:
                note = texts.done_note(Category(order.category), draw=draw)
                work.finish_order(order_id=pk, note=note, by=worker, at=at)

    def _judge(self, move: Move, order: Order, standing: Standing, *, at: datetime) -> None:
        request = Request.objects.get(order=order)
        resident, pk = resident_of(request), order.pk
        again = texts.pick(texts.AGAIN, draw=standing.draw, what="again")
        if move is Move.REFUSE:
            work.refuse_order(order_id=pk, reason=again, by=resident, at=at)
        elif move is Move.REOPEN:
            work.reopen_order(order_id=pk, reason=again, by=resident, at=at)
        else:
            stars = behaviour.stars_for(standing)
            words = texts.PRAISE if stars >= 4 else texts.BLAME
            comment = texts.pick(words, draw=standing.draw, what="comment")
            work.rate_order(order_id=pk, stars=stars, comment=comment, by=resident, at=at)

    def _decide(self, order: Order, *, at: datetime) -> None:
        request = Request.objects.get(order=order)
        truth = truth_behind(request.client_key)
        if truth is None:
            return
        category, urgency, draw = truth
        area = rates.area_of(category, urgency, draw)
        desk.decide_triage(request_id=request.pk, category=category, area=area, urgency=urgency, by=self.desk, at=at)

    def _report(self, arrival: rates.Arrival) -> None:
        area = rates.area_of(arrival.category, arrival.urgency, arrival.draw)
        text = texts.report_text(arrival.category, area, arrival.urgency, draw=arrival.draw)
        by_phone = rates.chance(arrival.draw, "channel") < 0.35
        home, person = self._somebody(arrival.draw)
        place = home if area == "indoor" else self._common_place(home, texts.common_place_in(text))
        report = desk.Report(
            place=place,
            text=text,
            key=f"demo-{arrival.category}-{arrival.urgency}-{arrival.draw}",
            channel=Channel.PHONE if by_phone else Channel.QR,
        )
        reporter = desk.Reporter(name=person.name, phone=person.phone, person=person)
        with clock.held_at(arrival.at):
            by = self.desk if by_phone else SYSTEM
            desk.take_report(report=report, reporter=reporter, by=by, at=arrival.at)
            self.quiet_until = self.start
            self._deliver(arrival.at)

    def _somebody(self, draw: int) -> tuple[Place, Any]:
        tenures = Tenure.objects.order_by("id")
        tenure = tenures.select_related("home", "person")[draw % max(self.run.homes, 1)]
        return tenure.home, tenure.person

    def _common_place(self, home: Place, name: str) -> Place:
        """The place of that name at the home's entrance, or else in its estate."""
        spaces = Place.objects.filter(kind=PlaceKind.SPACE, name=name, parent_id__in=[home.parent_id, home.estate_id])
        return spaces.get()

    def _answer_alarms(self) -> None:
        for alarm in Alarm.objects.filter(acknowledged_at=None, raised_at__lte=self.end - timedelta(minutes=10))[:50]:
            with transaction.atomic():
                work.acknowledge_alarm(alarm_id=alarm.pk, by=self.desk, at=self.end)
                if alarm.order.responded_at is None:
                    work.note_contact(order_id=alarm.order_id, note="已电话说明", by=self.desk, at=self.end)
                if alarm.order.state == State.TRIAGED:
                    self._ask_by_hand(alarm.order)

    def _ask_by_hand(self, order: Order) -> None:
        """The desk talks somebody into an order that everybody suitable has given back."""
        kind = Kind.objects.get(category=order.category)
        able = Staff.objects.filter(skills__skill=kind.skill, skills__level__gte=kind.level, left_on=None)
        on_duty = able.filter(shifts__starts_at__lte=self.end, shifts__ends_at__gt=self.end).order_by("id").first()
        if on_duty is not None:
            work.assign_order(order_id=order.pk, staff_id=on_duty.pk, by=self.desk, at=self.end)

    def _deliver(self, at: datetime) -> None:
        with clock.held_at(at):
            events.deliver_all(company_id=self.run.company_id)

    @cached_property
    def desk(self) -> Actor:
        """Whoever is at the desk next, if it is empty now."""
        account = next((shift.staff.person.account for shift in self._desk_shifts()), None)
        return actor_for(account, at=self.end) if account else SYSTEM

    def _desk_shifts(self) -> list[Shift]:
        rows = Shift.objects.filter(staff__post="desk", ends_at__gt=self.start).order_by("starts_at")
        return list(rows.select_related("staff__person__account")[:1])

    def _worker(self, order: Order, *, at: datetime) -> Actor:
        account = order.assignee.person.account if order.assignee else None
        if account is None:
            return SYSTEM
        if account.pk not in self.actors:
            self.actors[account.pk] = actor_for(account, at=at)
        return self.actors[account.pk]

    def _shifts(self) -> dict[int, list[Shift]]:
        found: dict[int, list[Shift]] = {}
        rows = Shift.objects.filter(ends_at__gt=self.start, starts_at__lt=self.end + timedelta(days=3))
        for shift in rows.order_by("starts_at"):
            found.setdefault(shift.staff_id, []).append(shift)
        return found

    def _first_in_queue(self, orders: list[Order]) -> dict[int | None, int]:
        """Which accepted order each worker goes to next, by the rank the engine gave it."""
        accepted = [order for order in orders if order.state == State.ACCEPTED]
        accepted.sort(key=lambda each: (each.queue_rank or 0.0, each.pk), reverse=True)
        return {order.assignee_id: order.pk for order in accepted}

    def _is_visited(self, order: Order) -> bool:
        if self.run.is_history or order.assignee is None or order.state not in WORKED_ON[1:6]:
            return False
        account = order.assignee.person.account
        seen = account.last_login if account else None
        return seen is not None and clock.real_now() - seen < VISITOR_STAYS


def truth_behind(key: str) -> tuple[Category, Urgency, int] | None:
    """What a simulated report was really about; None for one that a visitor wrote, whatever key they made up."""
    parts = key.split("-")
    if len(parts) != 4 or parts[0] != "demo":
        return None
    try:
        return Category(parts[1]), Urgency(parts[2]), int(parts[3])
    except ValueError:
        return None


def company_of(run: DemoRun) -> Company:
    """The demo's company, fresh from the database (its clock moves)."""
    with scope.across_companies(reason="the demo run says its company"):
        return Company.objects.get(pk=run.company_id)
