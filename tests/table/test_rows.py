import pytest
from hypothesis import given
from hypothesis import strategies as st

from photocheck.table.rows import digest_of, version_of

TEXTS = st.lists(st.none() | st.text(), max_size=4)


@given(TEXTS, TEXTS)
def test_digests_are_equal_where_the_texts_are(some, others):
    assert (digest_of(*some) == digest_of(*others)) == (some == others)


@given(st.text(), st.lists(st.text(min_size=1), min_size=1))
def test_a_version_changes_with_the_settings_and_the_contents(fingerprint, contents):
    version = version_of(fingerprint, contents)
    assert version == version_of(fingerprint, contents)
    assert version != version_of(f"{fingerprint}.", contents)
    assert version != version_of(fingerprint, [*contents, "more"])


@pytest.mark.parametrize("contents", [[None], ["a", None]])
def test_what_could_not_be_read_is_never_met_again(contents):
    assert version_of("f", contents) != version_of("f", contents)
