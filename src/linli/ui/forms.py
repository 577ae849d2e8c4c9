"""Form fields that the components know how to show."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext_lazy

MEGABYTE = 1024 * 1024

REQUIRED = gettext_noop("This field is required.")
"""Django's own sentence; our catalogue says it kinder."""

TOO_LONG = ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)
"""Django's own sentence too, which speaks of variables in Chinese."""


class PhotosInput(forms.ClearableFileInput):
    """A file input for several pictures; on a phone it offers the camera."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures, cleaned to a list of uploads. `most` is the number allowed, `most_bytes` the size of each."""

    widget = PhotosInput
    default_error_messages = {"required": gettext_lazy("Please add at least one photo.")}

    def __init__(self, *, most: int = 6, most_bytes: int = 12 * MEGABYTE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most, self.most_bytes = most, most_bytes
        self.widget.attrs.update({"accept": "image/*", "multiple": True, "data-most": most})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """The uploads; errors say which picture and what to do."""
        chosen: Sequence[UploadedFile[Any]] = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(chosen) > self.most:
            raise ValidationError(_("Please choose at most %(most)d photos.") % {"most": self.most}, code="too_many")
        for upload in chosen:
            self._check(upload)
        return list(chosen)

    def _check(self, upload: "UploadedFile[Any]") -> None:
        if not (upload.content_type or "").startswith("image/"):
            told = _("“%(name)s” is not a photo. Please choose a picture.")
            raise ValidationError(told % {"name": upload.name}, code="not_a_photo")
        if (upload.size or 0) > self.most_bytes:
            told = _("“%(name)s” is larger than %(size)d MB. Please choose a smaller photo.")
            raise ValidationError(told % {"name": upload.name, "size": self.most_bytes // MEGABYTE}, code="too_large")
