"""``trucewatch doctor``: what is loaded, and is it what was recorded?"""

from __future__ import annotations

from trucewatch.errors import ModelProblem
from trucewatch.settings import Settings


def command() -> None:
    """Say which model, attribution engine, gazetteer and packages are in use, and whether they are the recorded ones.

    Example: trucewatch doctor
    """
    from trucewatch.health import checks  # imports the language model's package, which takes a while

    settings = Settings.from_environment()
    found = checks(settings.attribution, settings.gazetteer)
    width = max(len(check.name) for check in found)
    for check in found:
        print(f"{'ok ' if check.good else 'BAD'}  {check.name:{width}}  {check.found}")
    bad = [check.name for check in found if not check.good]
    if bad:
        raise ModelProblem(f"not as it should be: {', '.join(bad)}")
