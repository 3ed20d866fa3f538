"""The marketplace's guide, as data."""

from __future__ import annotations

from functools import cache

from photocheck.slots import CATEGORIES
from returnflow.spec import Category, Courier, FlowSpec, Platform, Step, When

PACKING_ITEMS = (
    "box_rigid",
    "box_walls",
    "cushioning",
    "no_empty_space",
    "papers_inside",
    "tape_kind",
    "seams_taped",
    "label_on_top",
    "label_inside",
)

_WAIVABLE = {
    "smartphone": ("screen_on",),
    "tablet": ("screen_on",),
    "laptop": ("screen_on",),
    "smartwatch": ("front_on",),
    "other": ("closeup_*",),
}

_PLATFORMS = {
    "ios": (("smartphone", "tablet", "other"), ("icloud",)),
    "apple_watch": (("smartwatch",), ("icloud",)),
    "samsung": (("smartphone", "tablet", "smartwatch"), ("google", "samsung")),
    "android": (("smartphone", "tablet", "smartwatch", "other"), ("google",)),
    "mac": (("laptop", "other"), ("icloud",)),
    "windows": (("laptop", "tablet", "other"), ("microsoft",)),
    "playstation": (("other",), ("playstation",)),
    "nintendo_switch": (("other",), ("nintendo",)),
    "other": (("smartphone", "tablet", "laptop", "smartwatch", "other"), ()),
}

_OWN_WAYS = ("drop_off", "pickup")
_COURIERS = {
    "dpd_uk": Courier(ways=("pickup_parcelshop",)),
    "dhl_express": Courier(
        ways=("service_point", "service_point_prints", "pickup"),
        number_before={"pickup": r"\d{10}"},
    ),
    **{
        name: Courier(ways=_OWN_WAYS, own_label=True)
        for name in (
            *("dhl_ecommerce", "dpd", "ups", "fedex", "usps"),
            *("royal_mail", "yodel", "post", "other"),
        )
    },
}


@cache
def standard() -> FlowSpec:
    """The guide: eight steps, from the warranty to the courier."""
    return FlowSpec(
        name="marketplace",
        version=1,
        categories={
            name: Category(
                slots=CATEGORIES[name],
                waivable=waivable,
                personal_data=None if name == "other" else True,
            )
            for name, waivable in _WAIVABLE.items()
        },
        platforms={
            name: Platform(categories=categories, accounts=accounts)
            for name, (categories, accounts) in _PLATFORMS.items()
        },
        couriers=_COURIERS,
        steps=(
            Step(id="warranty", kind="warranty"),
            Step(id="photos", kind="photos", after=("warranty",), slots=("@category",)),
            Step(id="imei", kind="imei", after=("warranty",), when=When(category=("smartphone",))),
            Step(id="backup", kind="backup", after=("warranty",), when=When(personal_data=True)),
            Step(
                id="sign_out",
                kind="sign_out",
                after=("backup",),
                depends_on=("backup.platform",),
                when=When(personal_data=True),
                slots=("proof",),
                optional_slots=("proof",),
            ),
            Step(id="order_slip", kind="order_slip", after=("warranty", "sign_out")),
            Step(
                id="packing",
                kind="packing",
                after=("photos", "imei", "sign_out", "order_slip"),
                depends_on=("order_slip.paper",),
                slots=("inside", "outside"),
                items=PACKING_ITEMS,
            ),
            Step(id="shipping", kind="shipping", after=("packing",)),
        ),
    )
