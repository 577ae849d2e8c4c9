"""How far the demo estate has lived."""

from django.db import models

from linli.core.models import CompanyRow


class DemoRun(CompanyRow):
    """One demo estate: its seed, since when it has lived, until when it has been simulated."""

    view_permission = "core.view_job"

    seed = models.PositiveBigIntegerField()
    homes = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    history_ends_at = models.DateTimeField()
    simulated_until = models.DateTimeField()
    logins = models.JSONField(default=list)

    class Meta(CompanyRow.Meta):
        constraints = [models.UniqueConstraint(fields=["company"], name="demo_once_per_company")]

    @property
    def is_history(self) -> bool:
        """Whether the past is still being filled in."""
        return self.simulated_until < self.history_ends_at
