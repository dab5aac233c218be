"""Common slips, each recognised where the parser stopped over it.

Every one is a function from a Place to a Diagnostic, or to None where it does not apply.
"""

from __future__ import annotations

from lacdsl.syntax.slips import elsewhere, everyday, forms, headings, phrases, signs, spoken, words

# The first that recognises a place has the word.
SLIPS = (
    signs.strange_sign,
    phrases.phrases,
    elsewhere.names_in_brackets,
    elsewhere.speech,
    elsewhere.ways_of_code,
    elsewhere.queries,
    signs.quotes,
    spoken.comment,
    elsewhere.rest_of_a_line,
    spoken.month,
    everyday.suggestions,
    words.unfinished,
    elsewhere.functions,
    elsewhere.sql,
    signs.open_bracket,
    headings.rows_of_one_table,
    headings.removals,
    headings.names,
    headings.heading,
    forms.rows,
    forms.quoted_text,
    headings.wrong_for,
    forms.lists_of_columns,
    spoken.brackets_of_a_call,
    everyday.words,
    everyday.column_of_a_table,
    everyday.numbers,
    spoken.totals,
    spoken.row_that_exists,
    spoken.unique_within,
    forms.clause_word,
    everyday.two_words,
    signs.comparison,
    signs.items,
    signs.lists,
    words.states,
    signs.closing_bracket,
    words.other_languages,
    words.column_of_a_phrase,
    words.missing_value,
    words.missing_word,
    phrases.articles,
    spoken.beside_each_other,
    words.two_values,
)

__all__ = ["SLIPS"]
