"""The samples of the pages on prices and promotions run as they stand."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "core" / "docs"


@pytest.mark.parametrize("name", ["pricing.md", "promotions.md"])
def test_the_samples_run(name):
    page = DOCS / name
    samples = re.findall(r"```python\n(.*?)```", page.read_text(), flags=re.DOTALL)
    assert samples
    for sample in samples:
        exec(compile(sample, str(page), "exec"), {})
