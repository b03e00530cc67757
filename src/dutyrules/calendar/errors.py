"""Questions that a calendar cannot answer, each with what the reader should do about it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from dutyrules.findings.model import Text


class CalendarError(LookupError):
    """A question that lies outside what calendar.toml says; `message` is for the reader."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)

    def __reduce__(self) -> tuple[type[CalendarError], tuple[Text]]:
        """So that a worker process can hand it on."""
        return type(self), (self.message,)


def unknown_term(found: str, known: Iterable[str]) -> CalendarError:
    """There is no such term."""
    names = tuple(known)
    return CalendarError(
        Text(
            en=f"calendar.toml has no term “{found}”; its terms are {', '.join(names)}.",
            zh_hans=f"calendar.toml 里没有学期“{found}”；已有的学期：{'、'.join(names)}。",
            zh_hant=f"calendar.toml 裡沒有學期「{found}」；已有的學期：{'、'.join(names)}。",
        )
    )


def unknown_week(number: int, term: str, known: Iterable[int]) -> CalendarError:
    """The term has no week of that number."""
    numbers = sorted(known)
    span = f"{numbers[0]}–{numbers[-1]}" if numbers else "–"
    return CalendarError(
        Text(
            en=f"The term {term} has no week {number}; its weeks are numbered {span}.",
            zh_hans=f"学期 {term} 没有第{number}周；它的周次是 {span}。",
            zh_hant=f"學期 {term} 沒有第{number}週；它的週次是 {span}。",
        )
    )


def unknown_period(number: int) -> CalendarError:
    """No lesson period of that number is laid down."""
    return CalendarError(
        Text(
            en=f"calendar.toml does not say when lesson period {number} is; add [[period]] number = {number} "
            "with start and end.",
            zh_hans=f"calendar.toml 没有写第{number}节课的时间；请加上 [[period]]，写明 number、start、end。",
            zh_hant=f"calendar.toml 沒有寫第{number}節課的時間；請加上 [[period]]，寫明 number、start、end。",
        )
    )


def calendar_ends(day: str, count: int) -> CalendarError:
    """There are not that many school days after the day."""
    return CalendarError(
        Text(
            en=f"calendar.toml does not reach {count} school days beyond {day}; add the term that follows.",
            zh_hans=f"calendar.toml 里 {day} 之后不足 {count} 个教学日；请加上下一个学期。",
            zh_hant=f"calendar.toml 裡 {day} 之後不足 {count} 個教學日；請加上下一個學期。",
        )
    )


def unknown_as_of() -> CalendarError:
    """Nobody has said as of when the answers are wanted."""
    return CalendarError(
        Text(
            en="The log does not say how far it is complete; give --as-of, or write a log.toml beside it.",
            zh_hans="日志没有写明记到哪一天；请给出 --as-of，或在旁边写 log.toml。",
            zh_hant="日誌沒有寫明記到哪一天；請給出 --as-of，或在旁邊寫 log.toml。",
        )
    )


def no_term_begun(first_days: Iterable[datetime.date]) -> CalendarError:
    """The as-of instant lies before all terms."""
    first = min((day.isoformat() for day in first_days), default="-")
    return CalendarError(
        Text(
            en=f"No term has begun by the as-of instant; the first begins on {first}.",
            zh_hans=f"到截至时刻还没有学期开始；第一个学期从 {first} 起。",
            zh_hant=f"到截至時刻還沒有學期開始；第一個學期從 {first} 起。",
        )
    )
