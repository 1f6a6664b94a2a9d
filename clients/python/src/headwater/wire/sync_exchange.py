"""How the generated operations reach a service: whoever sends them is a subclass."""

from typing import Any


class Exchange:
    """Gives what a document answers. `headwater.aio.transport` sends it."""

    def execute(
        self, query: str, operation_name: str | None = None, variables: dict[str, Any] | None = None, **_: Any
    ) -> dict[str, Any]:
        raise NotImplementedError

    def get_data(self, response: dict[str, Any]) -> dict[str, Any]:
        return response
