"""How something is said: as what is or as what must be, and so or the other way round."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mood:
    """`must`: it has to be so. `no`: the other way round."""

    must: bool = False
    no: bool = False

    def turned(self) -> Mood:
        """The opposite."""
        return Mood(self.must, not self.no)

    def be(self, no: bool = False) -> str:
        """`is`, `is not`, `must be`, `must not be`"""
        if self.must:
            return "must not be" if no else "must be"
        return "is not" if no else "is"

    def verb(self, base: str, third: str) -> str:
        """`lies`, `does not lie`, `must lie`, `must not lie`"""
        if self.must:
            return f"must not {base}" if self.no else f"must {base}"
        return f"does not {base}" if self.no else third


IS, MUST = Mood(), Mood(must=True)


def there(mood: Mood, one: bool = True) -> str:
    """`there is a`, `there must be no`; the article is put right by whoever reads on."""
    word = "must be" if mood.must else "is"
    if not one:
        return f"there {word}"
    return f"there {word} {'no' if mood.no else 'a'}"


def was(mood: Mood) -> str:
    """`was`, `was not`, `must have been`, `must not have been`"""
    if mood.must:
        return "must not have been" if mood.no else "must have been"
    return "was not" if mood.no else "was"
