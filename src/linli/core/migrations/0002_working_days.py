"""Seed the working calendar from the published holiday schedules; years are added by later migrations or by hand."""

from datetime import date, timedelta

import chinese_calendar
from django.db import migrations

FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)


def seed(apps, schema_editor):
    CalendarDay = apps.get_model("core", "CalendarDay")
    rows = []
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        is_working = chinese_calendar.is_workday(day)
        _on_holiday, name = chinese_calendar.get_holiday_detail(day)
        if is_working != (day.weekday() < 5) or name:
            rows.append(CalendarDay(day=day, is_working=is_working, name=name or ""))
    CalendarDay.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
