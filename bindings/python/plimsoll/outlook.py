"""Where things are heading: growth, what is unusual, forecasts."""

from .part import Part
from .record import member


class TrendReading(Part):
    """What is known of the growth of something that can leak or fill. Members from `per_second` on
    are None unless it is growing."""

    __slots__ = ()
    component = member(0, "What it is about.")
    signal = member(1, "The signal.")
    unit = member(2, "Its unit.")
    value = member(3, "Its value now.")
    limit = member(4, "Where it ends, where that is known.")
    status = member(5, "'not_enough_data', 'steady' or 'growing'.")
    observed_seconds = member(6, "For how long it was observed.")
    needed_seconds = member(7, "For how long it must be, where that is not enough; else None.")
    per_second = member(8, "How fast it grows, in its unit per second.")
    per_second_low = member(9, "Lower bound of that, 95 %.")
    per_second_high = member(10, "Upper bound of that, 95 %.")
    p_value = member(11, "The chance that what does not grow looks like this.")
    points = member(12, "The buckets that the growth was seen in.")
    seconds_to_limit = member(13, "Time until the limit is reached; None without a limit.")
    seconds_to_limit_low = member(14, "The same at the upper bound of the growth: the soonest.")
    seconds_to_limit_high = member(15, "The same at the lower bound of the growth: the latest.")
    since_value = member(16, "What it was when the growth began to be seen.")
    grown = member(17, "How much it grew since.")


class Anomaly(Part):
    """A signal that is unlike its own history."""

    __slots__ = ()
    component = member(0, "What it is about.")
    signal = member(1, "The signal.")
    unit = member(2, "Its unit.")
    scope = member(3, "What it speaks of.")
    score = member(4, "How unusual: from 0.5, just out of bounds, towards 1.")
    value = member(5, "What it held lately.")
    expected = member(6, "Its usual level.")
    low = member(7, "Below this it is unusual.")
    high = member(8, "Above this it is unusual.")
    since_seconds = member(9, "When it began, in seconds after boot.")
    times_spread = member(10, "Distance from the usual level in usual spreads, up to 1000.")
    lasted_seconds = member(11, "For how long it has been so.")
    description = member(12, "The same in a sentence.")


class Heading(Part):
    """Where a signal is heading. The members of the forecast are None where there is none yet."""

    __slots__ = ()
    component = member(0, "What it is about.")
    signal = member(1, "The signal.")
    unit = member(2, "Its unit.")
    status = member(3, "'not_enough_data' or 'expected'.")
    observed_seconds = member(4, "For how long it was observed, where that is not enough; else None.")
    needed_seconds = member(5, "For how long it must be; else None.")
    horizon_seconds = member(6, "How far ahead the forecast is.")
    mean = member(7, "The value that is expected then.")
    low = member(8, "It is expected not to be below this.")
    high = member(9, "It is expected not to be above this.")
    confidence = member(10, "How often a reading lies between the two: 0.9.")
