"""What the wheel carries beside the three packages: the catalogues.

In the checkout `locales/` lies at the top, where translators look for it; in the wheel it lies inside
`survey`, where the program finds it without knowing where it was installed. An editable install takes
nothing along: it reads the checkout itself.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `locales/` to a wheel as `survey/locales/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; *version* is `standard` or `editable`."""
        if version == "standard":
            build_data["force_include"][str(Path(self.root, "locales"))] = "survey/locales"
