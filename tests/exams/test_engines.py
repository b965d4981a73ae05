import pytest

from bot.settings import load_settings
from tests.exams.engines import searching_by


def test_the_embedded_engine_needs_no_setting() -> None:
    settings = load_settings({}, env_file=None)
    assert searching_by("embedded", settings).data_dir == settings.data_dir


def test_the_other_one_needs_to_be_found() -> None:
    with pytest.raises(SystemExit, match="TUCKAWAY_SEARCH_URL is missing: write where"):
        searching_by("elasticsearch", load_settings({}, env_file=None))
