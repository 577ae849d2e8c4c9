"""Where: one tree of places, with a detail row beside those kinds that have more to say."""

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.core.models import CompanyRow, path_index
from linli.estates import terms


class Place(CompanyRow):
    """A node of the place tree. `path` lists the ids from the root, `/12/40/`; grants and lists compare its prefixes.

    `x`, `y` are metres on the estate's own plan, `floor` counts from 1 at the ground; `lng`, `lat` are WGS84-like degrees as
    the source gave them.
    """

    view_permission = terms.VIEW_PLACE
    path_lookup = "path"

    kind = models.CharField(_("kind"), max_length=10, choices=terms.PlaceKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="children")
    path = models.CharField(max_length=200)
    name = models.CharField(_("name"), max_length=120)
    full_name = models.CharField(_("full name"), max_length=240)
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    floor = models.SmallIntegerField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)

    class Meta(CompanyRow.Meta):
        verbose_name = _("place")
        constraints = [
            models.UniqueConstraint(fields=["company", "path"], name="place_path_once"),
            models.UniqueConstraint(
                fields=["company", "parent", "kind", "name"],
                condition=Q(kind__in=["building", "entrance", "home"]),
                name="place_name_once_under_parent",
            ),
            models.CheckConstraint(condition=Q(path__startswith="/", path__endswith="/"), name="place_path_is_a_path"),
        ]
        indexes = [path_index("place_by_path"), models.Index(fields=["company", "kind", "id"], name="place_by_kind")]

    def __str__(self) -> str:
        return self.full_name or self.name

    @classmethod
    def draw_ids(cls, count: int) -> list[int]:
        """Fresh ids for rows to come: the path of a place holds its own id, so it is needed before the row."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('estates_place', 'id')) FROM generate_series(1, %s)", [count]
            )
            return [pk for (pk,) in cursor.fetchall()]

    @property
    def estate_id(self) -> int:
        """The id of the highest place on the path (the estate, or the region above it)."""
        return int(self.path.split("/")[1])


class Estate(CompanyRow):
    """An estate (小区): what is known of it beyond its place."""

    view_permission = terms.VIEW_PLACE
    path_lookup = "place__path"

    place = models.OneToOneField(Place, primary_key=True, on_delete=models.RESTRICT, related_name="estate")
    source_key = models.CharField(max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    built_year = models.PositiveSmallIntegerField(_("built in"), null=True, blank=True)
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    buildings = models.PositiveIntegerField(_("buildings"), null=True, blank=True)
    floor_area_m2 = models.DecimalField(_("floor area, m²"), max_digits=12, decimal_places=2, null=True, blank=True)
    fee_text = models.CharField(_("fee as published"), max_length=80, blank=True)
    fee_min = models.DecimalField(_("lowest fee, yuan/m²/month"), max_digits=8, decimal_places=4, null=True, blank=True)
    fee_max = models.DecimalField(
        _("highest fee, yuan/m²/month"), max_digits=8, decimal_places=4, null=True, blank=True
    )

    class Meta(CompanyRow.Meta):
        verbose_name = _("estate")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "source_key"], condition=~Q(source_key=""), name="estate_source_once"
            ),
            models.CheckConstraint(
                condition=Q(fee_min__isnull=True) | Q(fee_max__gte=F("fee_min"), fee_min__gte=0),
                name="estate_fee_range",
            ),
        ]

    def __str__(self) -> str:
        return self.place.name


class Building(CompanyRow):
    """A building (楼栋)."""

    view_permission = terms.VIEW_PLACE
    path_lookup = "place__path"

    place = models.OneToOneField(Place, primary_key=True, on_delete=models.RESTRICT, related_name="building")
    floors = models.PositiveSmallIntegerField(_("floors"), default=1)
    has_lift = models.BooleanField(_("has a lift"), default=False)

    class Meta(CompanyRow.Meta):
        verbose_name = _("building")

    def __str__(self) -> str:
        return str(self.place)


class Home(CompanyRow):
    """A home (房屋/户): one separately owned dwelling."""

    view_permission = terms.VIEW_PLACE
    path_lookup = "place__path"

    place = models.OneToOneField(Place, primary_key=True, on_delete=models.RESTRICT, related_name="home")
    area_m2 = models.DecimalField(_("gross floor area, m²"), max_digits=8, decimal_places=2, null=True, blank=True)

    class Meta(CompanyRow.Meta):
        verbose_name = _("home")
        constraints = [
            models.CheckConstraint(condition=Q(area_m2__isnull=True) | Q(area_m2__gt=0), name="home_area_positive")
        ]

    def __str__(self) -> str:
        return str(self.place)


class PlaceCode(CompanyRow):
    """The secret code behind a QR sticker at a place; a lost or copied sticker is retired, not deleted."""

    view_permission = terms.VIEW_PLACE
    path_lookup = "place__path"

    code = models.CharField(max_length=24, unique=True)
    place = models.ForeignKey(Place, on_delete=models.RESTRICT, related_name="codes")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(CompanyRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(retired_at=None), name="place_code_one_in_use")
        ]
