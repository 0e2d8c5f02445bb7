import pytest

from knowledge.search import Search
from tests.knowledge_search.small_pack import learn


@pytest.fixture(scope="session")
def search() -> Search:
    return learn()
