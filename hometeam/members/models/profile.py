"""What a member gives and looks for, whom it serves and where it is. Each thing taken from elsewhere is a guess until
confirmed.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hometeam.members.models.member import Member


class Offer(models.Model):
    """A service that a member can give. `service` is a taxonomy id, or empty while nobody knows what the words mean."""

    class How(models.TextChoices):
        ANY = "any", _("In person or online")
        IN_PERSON = "in-person", _("In person")
        ONLINE = "online", _("Online")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="offers")
    service = models.SlugField(max_length=60, blank=True)
    words = models.CharField(_("in your own words"), max_length=200, blank=True)
    how = models.CharField(_("how"), max_length=10, choices=How, default=How.ANY)
    guessed = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "service", "words"], name="one_offer_each")]


class Need(models.Model):
    """A service that a member looks for, or that its clients ask for and it sends away."""

    class Kind(models.TextChoices):
        WANT = "want", _("I look for this")
        SEND_AWAY = "send_away", _("Clients ask me, I send it away")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.WANT)
    service = models.SlugField(max_length=60, blank=True)
    words = models.CharField(_("in your own words"), max_length=200, blank=True)
    guessed = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind", "service", "words"], name="one_need_each")]


class Audience(models.Model):
    """Whom a member serves: a tag such as "parents" or "engaged couples", or its own words."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="audiences")
    tag = models.SlugField(max_length=40, blank=True)
    words = models.CharField(_("whom you serve"), max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "tag", "words"], name="one_audience_each")]


class Channel(models.Model):
    """Where a member reaches its audience: the place, the handle, how many, how often."""

    class Band(models.TextChoices):
        UNKNOWN = "", _("Not said")
        TENS = "<100", _("Under 100")
        HUNDREDS = "100-1k", _("100 to 1,000")
        THOUSANDS = "1k-10k", _("1,000 to 10,000")
        MORE = "10k+", _("More than 10,000")

    class Cadence(models.TextChoices):
        UNKNOWN = "", _("Not said")
        DAILY = "daily", _("Daily")
        WEEKLY = "weekly", _("Weekly")
        MONTHLY = "monthly", _("Monthly")
        NOW_AND_THEN = "now-and-then", _("Now and then")

    class Medium(models.TextChoices):
        INSTAGRAM = "instagram", "Instagram"
        FACEBOOK = "facebook", "Facebook"
        LINKEDIN = "linkedin", "LinkedIn"
        TIKTOK = "tiktok", "TikTok"
        YOUTUBE = "youtube", "YouTube"
        MASTODON = "mastodon", "Mastodon"
        BLUESKY = "bluesky", "Bluesky"
        NEWSLETTER = "newsletter", _("E-mail newsletter")
        BLOG = "blog", _("Blog")
        PODCAST = "podcast", _("Podcast")
        SHOP_COUNTER = "counter", _("The shop counter")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="channels")
    medium = models.CharField(_("channel"), max_length=12, choices=Medium)
    handle = models.CharField(_("handle or address"), max_length=200, blank=True)
    band = models.CharField(_("how many"), max_length=8, choices=Band, default=Band.UNKNOWN, blank=True)
    cadence = models.CharField(_("how often"), max_length=14, choices=Cadence, default=Cadence.UNKNOWN, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "medium", "handle"], name="one_channel_each")]


class Place(models.Model):
    """Where a member is, and how finely others may see it.

    `lat` and `lon` are kept exact and never leave this table; `shown_lat` and `shown_lon` are what `shown_as` lets
    others
    know (the door itself, the middle of a cell some hundred metres wide, of the town, or nothing): reckon with those.
    """

    class Kind(models.TextChoices):
        DOOR = "door", _("A door that customers come through")
        HOME = "home", _("At home")
        ONLINE = "online", _("Online")

    class ShownAs(models.TextChoices):
        STREET = "street", _("Street address")
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
        CITY = "city", _("Town")
        HIDDEN = "hidden", _("Not at all")

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="place")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.HOME)
    shown_as = models.CharField(_("shown as"), max_length=14, choices=ShownAs, default=ShownAs.NEIGHBOURHOOD)
    street = models.CharField(_("street"), max_length=200, blank=True)
    neighbourhood = models.CharField(_("neighbourhood"), max_length=120, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    region = models.CharField(_("state or province"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=16, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    shown_lat = models.FloatField(null=True, blank=True)
    shown_lon = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["shown_lat", "shown_lon"], name="place_as_shown")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="home", shown_as="street"), name="a_home_is_never_shown_as_a_street"
            )
        ]
