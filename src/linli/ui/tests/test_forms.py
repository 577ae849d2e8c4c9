"""Photos are checked before anything is kept."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from linli.ui.forms import MEGABYTE, PhotosField


class Album(forms.Form):
    photos = PhotosField(most=2, most_bytes=MEGABYTE)


class LooseAlbum(forms.Form):
    photos = PhotosField(required=False)


def picture(name: str = "a.jpg", size: int = 9, kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size, content_type=kind)


def filled(form: type[forms.Form], *uploads: SimpleUploadedFile) -> forms.Form:
    return form({}, MultiValueDict({"photos": list(uploads)}))


def test_cleans_to_the_list_of_uploads() -> None:
    form = filled(Album, picture("a.jpg"), picture("b.png", kind="image/png"))
    assert form.is_valid()
    assert [upload.name for upload in form.cleaned_data["photos"]] == ["a.jpg", "b.png"]


def test_none_is_fine_where_none_is_needed() -> None:
    form = filled(LooseAlbum)
    assert form.is_valid()
    assert form.cleaned_data["photos"] == []


@pytest.mark.parametrize(
    ("uploads", "told"),
    [
        ([], "请至少加一张照片。"),
        ([picture(), picture(), picture()], "最多选 2 张照片。"),
        ([picture("list.pdf", kind="application/pdf")], "“list.pdf”不是照片，请另选一张图片。"),
        ([picture("big.jpg", size=MEGABYTE + 1)], "“big.jpg”超过 1 MB，请选小一些的照片。"),
    ],
)
def test_error_says_which_and_what_to_do(uploads: list[SimpleUploadedFile], told: str) -> None:
    assert filled(Album, *uploads).errors["photos"] == [told]
