"""Rules as plain English sentences, made from their trees and the titles and labels of the data model."""

from __future__ import annotations

from lacdsl.wording.parts import Parts
from lacdsl.wording.rules import said, say
from lacdsl.wording.vocabulary import Vocabulary

__all__ = ["Parts", "Vocabulary", "said", "say"]
