"""The shipped model: how well it reads texts it has not seen, and that it is what its corpus makes."""

import random
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from linli.servicedesk.triage.corpus import (
    CORPUS,
    HELD_OUT,
    REPORTS,
    TUNING,
    BadCorpus,
    Report,
    read_decisions,
    read_phrases,
    read_reports,
)
from linli.servicedesk.triage.figures import Figures, calibration_error, measure
from linli.servicedesk.triage.grammar import compose, vary
from linli.servicedesk.triage.model import SHIPPED, BadModel, load, save, shipped
from linli.servicedesk.triage.reading import ASK_BELOW, understand
from linli.servicedesk.triage.tables import confusion_lines
from linli.servicedesk.triage.terms import CATEGORIES, COMMON, EMERGENCY, INDOOR, NORMAL, PLACELESS
from linli.servicedesk.triage.text import normal_form
from linli.servicedesk.triage.training import train_shipped


@pytest.fixture(scope="module")
def held_out() -> list[Report]:
    return read_reports(HELD_OUT)


@pytest.fixture(scope="module")
def figures(held_out: list[Report]) -> Figures:
    return _figures(held_out)


def _figures(reports: list[Report]) -> Figures:
    labels = tuple(CATEGORIES)
    chances = np.array([list(understand(report.text).category_scores.values()) for report in reports])
    return measure(labels, np.array([labels.index(report.category) for report in reports]), chances)


def test_there_is_enough_to_judge_by(held_out: list[Report]) -> None:
    assert len(held_out) >= 290
    assert {report.category for report in held_out} == set(CATEGORIES)
    assert len(read_reports(REPORTS)) >= 1_500


def test_held_out_texts_are_nowhere_in_what_was_learnt(held_out: list[Report]) -> None:
    learnt = [_pairs(report.text) for report in (*read_reports(REPORTS), *read_reports(TUNING))]
    for report in held_out:
        own = _pairs(report.text)
        nearest = max(len(own & other) / len(own | other) for other in learnt if own)
        assert nearest < 0.3, report.text


def _pairs(text: str) -> set[str]:
    read = normal_form(text)
    return {read[at : at + 2] for at in range(len(read) - 1)} or {read}


def test_categories_of_unseen_reports(figures: Figures) -> None:
    assert figures.accuracy >= 0.73
    assert figures.macro_f1 >= 0.73
    assert figures.recall.min() >= 0.35  # no category is given up


def test_the_page_shows_this_confusion(figures: Figures) -> None:
    page = (Path(__file__).parents[4] / "docs" / "rules" / "triage.md").read_text(encoding="utf-8")
    shown = page.split("<!-- held-out -->\n```\n")[1].split("\n```")[0]
    assert [line.split() for line in shown.splitlines()] == [line.split() for line in confusion_lines(figures)]
    assert f"| category accuracy | {figures.accuracy:.3f} |".replace("0.", ".") in page
    assert f"| category macro-F1 | {figures.macro_f1:.3f} |".replace("0.", ".") in page
    assert f"| ECE (10 bins) | {figures.calibration_error:.3f} |".replace("0.", ".") in page


def test_confidence_of_unseen_reports_can_be_believed(figures: Figures, held_out: list[Report]) -> None:
    assert figures.calibration_error <= 0.06
    readings = [understand(report.text) for report in held_out]
    alone = [
        one.category == report.category
        for one, report in zip(readings, held_out, strict=True)
        if not one.needs_a_person
    ]
    assert len(alone) / len(held_out) >= 0.5
    assert np.mean(alone) >= 0.82
    assert np.mean(alone) > figures.accuracy + 0.05, f"the threshold {ASK_BELOW} sorts nothing"


def test_place_of_unseen_reports(held_out: list[Report]) -> None:
    placed = [report for report in held_out if report.category not in PLACELESS]
    right = [(understand(one.text).indoor_p >= 0.5) == (one.place == INDOOR) for one in placed]
    assert np.mean(right) >= 0.88


def test_emergencies_among_unseen_reports(held_out: list[Report]) -> None:
    found = [understand(one.text).urgency == EMERGENCY for one in held_out if one.urgency == EMERGENCY]
    false = [understand(one.text).urgency == EMERGENCY for one in held_out if one.urgency == NORMAL]
    assert np.mean(found) >= 0.7
    assert np.mean(false) <= 0.08


def test_typing_slips_cost_little(figures: Figures, held_out: list[Report]) -> None:
    rng = random.Random(3)
    slipped = _figures([vary(report, rng) for report in held_out])
    assert slipped.accuracy >= figures.accuracy - 0.06


def test_the_shipped_model_is_what_the_corpus_makes(tmp_path: Path) -> None:
    call_command("triage_train", output=tmp_path / "again.npz", verbosity=0)
    assert (tmp_path / "again.npz").read_bytes() == SHIPPED.read_bytes()
    assert SHIPPED.stat().st_size < 2_000_000


def test_a_desk_s_decisions_are_learnt(tmp_path: Path) -> None:
    before = shipped().probabilities("category", shipped().vector(normal_form("鹦鹉螺又叫了")))
    examples = tmp_path / "decisions.csv"
    examples.write_text(
        "\ufefftext,category,indoor,urgency\n鹦鹉螺又叫了,heating,1,normal\n鹦鹉螺不转,heating,,\n", encoding="utf-8"
    )
    model = train_shipped(read_decisions(examples)).model
    after = model.probabilities("category", model.vector(normal_form("鹦鹉螺又叫了")))
    assert after["heating"] > before["heating"] + 0.2
    assert model.version != shipped().version


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("漏水,plumbing,maybe,normal", "decisions.csv:2: indoor"),
        ("漏水,water,1,normal", "no such category: 'water'"),
        ("漏水,plumbing,1,soon", "no such urgency: 'soon'"),
        (" ,plumbing,1,normal", "no text"),
    ],
)
def test_decisions_that_cannot_be_learnt_are_named(tmp_path: Path, row: str, complaint: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(f"text,category,indoor,urgency\n{row}\n", encoding="utf-8")
    with pytest.raises(BadCorpus, match=complaint):
        read_decisions(path)
    with pytest.raises(CommandError, match=complaint.split(":")[-1].strip()):
        call_command("triage_train", examples=path, output=tmp_path / "never.npz")
    assert not (tmp_path / "never.npz").exists()


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    save(shipped(), tmp_path / "copy.npz")
    copy = load(tmp_path / "copy.npz")
    assert copy.version == shipped().version
    assert understand("门禁坏了", copy) == understand("门禁坏了")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"\x80\x04K\x01."])
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.npz"
    path.write_bytes(content)
    with pytest.raises(BadModel, match=r"bad\.npz"):
        load(path)


def test_the_grammar_is_seeded_and_uses_every_word() -> None:
    phrases = read_phrases()
    first, second = (compose(phrases, random.Random(1)) for _ in range(2))
    assert first == second != compose(phrases, random.Random(2))
    composed = "\n".join(report.text for report in first)
    assert all(word in composed for phrase in phrases for word in (*phrase.things, *phrase.happenings))


def test_variants_keep_their_label() -> None:
    report = Report("卫生间马桶堵了，水下不去", "drains", INDOOR, NORMAL)
    rng = random.Random(0)
    variants = [vary(report, rng) for _ in range(200)]
    assert {(one.category, one.place, one.urgency) for one in variants} == {("drains", INDOOR, NORMAL)}
    assert len({one.text for one in variants}) > 150


def test_the_corpus_labels_places_and_urgency_everywhere() -> None:
    for path in sorted(CORPUS.glob("*.tsv")):
        if path.name in {"phrases.tsv", "letters.tsv"}:
            continue
        for report in read_reports(path):
            assert report.place in {INDOOR, COMMON}
            assert report.urgency in {EMERGENCY, NORMAL}


def test_calibration_error_is_the_distance_of_saying_and_being() -> None:
    right = np.array([True, True, False, True])
    assert calibration_error(np.array([0.75] * 4), right) == pytest.approx(0)
    assert calibration_error(np.array([0.95] * 4), right) == pytest.approx(0.2)
    assert calibration_error(np.array([1.0, 1.0, 0.2, 1.0]), right) == pytest.approx(0.05)
