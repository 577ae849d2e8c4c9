"""Errors that people cause, and those they do not."""

import pytest

from linli.core.errors import Invalid, Refused, explained


def test_a_refusal_has_a_sentence_a_status_and_a_field() -> None:
    refused = Refused("不行。", field="phone")
    assert (refused.message, refused.status, refused.field, str(refused)) == ("不行。", 409, "phone", "不行。")
    assert Invalid("看不懂。").status == 422


def test_a_hurt_constraint_is_explained_by_its_name_and_others_stay_errors() -> None:
    clash = RuntimeError('conflicting key value violates exclusion constraint "shift_no_overlap"')
    said = explained(clash, shift_period="太短。", shift_no_overlap="重叠。")
    assert isinstance(said, Refused)
    assert said.message == "重叠。"
    try:
        raise clash from ValueError("what the driver said")
    except RuntimeError as caught:
        with pytest.raises(RuntimeError) as raised:
            raise explained(caught, shift_period="太短。") from caught
    assert raised.value is clash
    assert isinstance(clash.__cause__, ValueError), "what the driver said stays readable"
