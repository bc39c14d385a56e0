"""What checkout says to people, in English and French."""

_FROM_STORE = {"en": "{title} from {store}", "fr": "{title} depuis {store}"}


def from_store(title: str, store: str, *, language: str) -> str:
    """Return what a delivery by a store is called, such as `Same-day delivery from Canal`."""
    return _FROM_STORE.get(language.partition("-")[0], _FROM_STORE["en"]).format(title=title, store=store)


def working_days(first: int | None, last: int | None, *, language: str) -> str | None:
    """Return how long carriage takes, such as `2-4 working days`; none where nothing is promised."""
    if first is None and last is None:
        return None
    start, end = (first if first is not None else last), (last if last is not None else first)
    span = str(start) if start == end else f"{start}\u2013{end}"
    if language == "fr":
        return f"{span} jour ouvré" if span == "1" else f"{span} jours ouvrés"
    return f"{span} working day" if span == "1" else f"{span} working days"
