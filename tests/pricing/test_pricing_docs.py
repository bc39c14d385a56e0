"""The samples of the page on prices run as they stand."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "core" / "docs" / "pricing.md"


def test_the_samples_run():
    samples = re.findall(r"```python\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    assert samples
    for sample in samples:
        exec(compile(sample, str(PAGE), "exec"), {})
