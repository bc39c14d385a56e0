"""Which combinations exist, as text: what is written is what a client reads."""

import re

from comptoir.catalog.graphql.encoding import encode_choices
from hypothesis import given
from hypothesis import strategies as st


def decode(text):
    """Read the text by the rules of the format, independently of how it was written."""
    assert text.startswith("v1_")
    tokens = re.findall(r"\d+|[:, -]", text.removeprefix("v1_"))
    found, prefix, start, last = [], [], None, None
    for token in [*tokens, "end"]:
        if token.isdecimal():
            last = int(token)
            if start is not None:
                found += [(*prefix, index) for index in range(start, last)]
                start = None
        elif token == "-":
            start = last
        elif token == ":":
            prefix.append(last)
            last = None
        else:
            if last is not None:
                found.append((*prefix, last))
                last = None
            if token == "," and prefix:
                prefix.pop()
    return found


def test_two_colours_in_three_sizes():
    everything = [(color, size) for color in range(2) for size in range(3)]
    assert encode_choices(everything) == "v1_0:0-2,1:0-2,"


def test_gaps_and_three_options():
    choices = [(0, 0, 0), (0, 1, 0), (0, 1, 1), (1, 0, 0), (1, 0, 1), (1, 1, 1), (2, 0, 1), (2, 1, 0)]
    assert encode_choices(choices) == "v1_0:0:0,1:0-1,,1:0:0-1,1:1,,2:0:1,1:0,,"


def test_one_option_needs_no_end():
    assert encode_choices([(0,), (1,), (2,), (4,)]) == "v1_0-2 4"


def test_nothing_has_no_text():
    assert encode_choices([]) is None


@given(st.integers(1, 3).flatmap(lambda n: st.sets(st.tuples(*[st.integers(0, 12)] * n), min_size=1)))
def test_a_reader_gets_back_what_was_written(choices):
    assert decode(encode_choices(choices)) == sorted(choices)
