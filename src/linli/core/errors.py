"""What can go wrong for a person, as sentences they can act on. Pages show these; they are never a crash."""


class Refused(Exception):
    """The wish cannot be met now. The message is a translated sentence for the person who asked."""

    status = 409

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Invalid(Refused):
    """What was typed or uploaded cannot be used; `field` names the input when there is one."""

    status = 422


class Forbidden(Exception):
    """The person sees the thing but may not do this with it (403)."""


class NotFound(Exception):
    """Nothing there, or nothing this person may know of (404); the two are never told apart."""


def explained(clash: Exception, **sentences: str) -> Refused:
    """The refusal for the database constraint that was hurt, by its name; raises the error itself when none is named."""
    text = str(clash)
    for constraint, sentence in sentences.items():
        if constraint in text:
            return Refused(sentence)
    raise clash
