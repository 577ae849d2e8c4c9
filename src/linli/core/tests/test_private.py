"""Personal data at rest: readable by us, by nobody with the disk alone, and still found by its exact value."""

import pytest
from django.db import connection
from django.test import override_settings

from linli.core import private
from linli.people.models import Person
from tests.world import World


def test_round_trip_and_no_two_writings_alike() -> None:
    first, second = private.encrypt("13800138000"), private.encrypt("13800138000")
    assert private.decrypt(first) == private.decrypt(second) == "13800138000"
    assert first != second, "equal numbers do not look equal on the disk"
    assert "13800138000" not in first
    assert (private.encrypt(""), private.decrypt("")) == ("", "")


def test_the_index_is_the_same_for_the_same_number_under_the_same_key_only() -> None:
    index = private.blind_index("13800138000")
    assert index == private.blind_index("13800138000")
    assert index != private.blind_index("13800138001")
    assert len(index) == 32
    assert private.blind_index("") == ""
    with override_settings(SECRET_KEY="another"):
        assert private.blind_index("13800138000") != index


def test_a_field_is_plain_in_python_and_cipher_in_the_database(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM people_person WHERE id = %s", [world.wang.person.pk])
        (kept,) = cursor.fetchone()
    assert private.decrypt(kept) == "13800138001"
    assert Person.objects.get(pk=world.wang.person.pk).phone == "13800138001"


def test_a_row_under_another_key_shows_nothing_and_breaks_nothing(world: World) -> None:
    with override_settings(SECRET_KEY="another"):
        person = Person.objects.get(pk=world.wang.person.pk)
        assert (person.name, person.phone) == ("王秀英", "")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("138 0013 8000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0512-66887799", "051266887799"),
        ("8600123", "8600123"),
        ("", ""),
        ("无", ""),
        ("²³¹", "231"),
    ],
)
def test_one_number_has_one_form(written: str, number: str) -> None:
    assert private.normal_phone(written) == number


@pytest.mark.parametrize(("phone", "shown"), [("13800138000", "138****8000"), ("1234567", "*******"), ("", "")])
def test_others_see_the_ends_of_a_number_at_most(phone: str, shown: str) -> None:
    assert private.masked_phone(phone) == shown
