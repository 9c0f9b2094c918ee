"""What hypothesis draws in more than one file of tests."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

WORD = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="[]|"), min_size=1)
LOCATOR = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="[]|"), min_size=1)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
