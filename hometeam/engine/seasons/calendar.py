"""The shop-small weeks of the year: whose they are, by which rule, and where the rule stands.

All titles are English sources for translation: pages pass them through gettext.
"""

from __future__ import annotations

from hometeam.engine.seasons.rules import LAST, Nth, OnOrBefore, Yearly
from hometeam.engine.seasons.season import NamedDay, Season

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
ENGLISH = ("US", "CA", "GB", "IE", "AU", "NZ")
"""Where shops keep the Friday and the Monday after the American Thanksgiving."""

SHOP_SMALL: tuple[Season, ...] = (
    Season(
        id="shop-small-week",
        title="The shop-small week",
        days=(
            NamedDay("thanksgiving", "Thanksgiving", Nth(11, THURSDAY, 4), ("US",)),
            NamedDay("black-friday", "Black Friday", Nth(11, THURSDAY, 4, 1), ENGLISH),
            NamedDay("small-business-saturday", "Small Business Saturday", Nth(11, THURSDAY, 4, 2), ("US",)),
            NamedDay("cyber-monday", "Cyber Monday", Nth(11, THURSDAY, 4, 4), ENGLISH),
            NamedDay("giving-tuesday", "Giving Tuesday", Nth(11, THURSDAY, 4, 5)),
        ),
        tags=("shop-small", "giving"),
        countries=ENGLISH,
        source="thanksgiving-week",
    ),
    Season(
        id="small-business-saturday-uk",
        title="Small Business Saturday",
        days=(NamedDay("small-business-saturday-uk", "Small Business Saturday", Nth(12, SATURDAY, 1)),),
        tags=("shop-small",),
        countries=("GB",),
        source="small-business-saturday-uk",
    ),
    Season(
        id="small-business-week-us",
        title="Small Business Week",
        days=(NamedDay("small-business-week-us", "Small Business Week", OnOrBefore(5, 4, SUNDAY)),),
        tags=("shop-small", "spring"),
        countries=("US",),
        source="small-business-week-us",
        lasts=7,
        usual=True,
    ),
    Season(
        id="small-business-week-ca",
        title="Small Business Week",
        days=(NamedDay("small-business-week-ca", "Small Business Week", Nth(10, SUNDAY, 3)),),
        tags=("shop-small", "autumn"),
        countries=("CA",),
        source="small-business-week-ca",
        lasts=7,
        usual=True,
    ),
    Season(
        id="independents-week",
        title="Independents Week",
        days=(NamedDay("independents-week", "Independents Week", Yearly(7, 1)),),
        tags=("shop-small", "summer"),
        countries=("US",),
        source="independents-week",
        lasts=7,
    ),
    Season(
        id="independents-day-uk",
        title="Independents’ Day",
        days=(NamedDay("independents-day-uk", "Independents’ Day", Yearly(7, 4)),),
        tags=("shop-small", "summer"),
        countries=("GB",),
        source="independents-day-uk",
    ),
    Season(
        id="independent-bookstore-day",
        title="Independent Bookstore Day",
        days=(NamedDay("independent-bookstore-day", "Independent Bookstore Day", Nth(4, SATURDAY, LAST)),),
        tags=("shop-small", "spring"),
        countries=("US",),
        source="independent-bookstore-day",
        usual=True,
    ),
    Season(
        id="thanksgiving-ca",
        title="Thanksgiving",
        days=(NamedDay("thanksgiving-ca", "Thanksgiving", Nth(10, MONDAY, 2)),),
        tags=("giving", "autumn"),
        countries=("CA",),
        source="thanksgiving-ca",
    ),
    Season(
        id="small-enterprises-day",
        title="Small Enterprises Day",
        days=(NamedDay("small-enterprises-day", "Small Enterprises Day", Yearly(6, 27)),),
        tags=("shop-small", "summer"),
        source="small-enterprises-day",
    ),
)

SOURCES: dict[str, str] = {
    "thanksgiving-week": "Thanksgiving is the fourth Thursday of November (United States Code, title 5, section 6103). "
    "Black Friday, Small Business Saturday (American Express and the U.S. Small Business Administration), Cyber Monday "
    "(National Retail Federation) and Giving Tuesday (givingtuesday.org) are counted from it.",
    "small-business-saturday-uk": "The first Saturday of December (smallbusinesssaturdayuk.com).",
    "small-business-week-us": "Proclaimed by the President each year since 1963 (sba.gov). Lately it is the week, from "
    "Sunday on, that holds the 4th of May; look at the proclamation.",
    "small-business-week-ca": "Held by the Business Development Bank of Canada since 1979, lately from the third "
    "Sunday of October on (bdc.ca).",
    "independents-week": "The first week of July (American Independent Business Alliance, amiba.net).",
    "independents-day-uk": "The 4th of July, with the weekend beside it (independentsdayuk.org).",
    "independent-bookstore-day": "The last Saturday of April (American Booksellers Association, bookweb.org).",
    "thanksgiving-ca": "The second Monday of October (proclamation of 31 January 1957, Canada Gazette).",
    "small-enterprises-day": "The 27th of June (United Nations, resolution 71/279).",
}
