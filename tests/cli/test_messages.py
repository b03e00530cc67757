"""The commands speak the language of the environment until a policy says otherwise."""

import pytest

from dutyrules.cli import messages
from dutyrules.cli.messages import language_of_environment
from dutyrules.findings.model import Language, Text


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Language.EN),
        ({"LANG": "C.UTF-8"}, Language.EN),
        ({"LANG": "de_DE.UTF-8"}, Language.EN),
        ({"LANG": "zh_CN.UTF-8"}, Language.ZH_HANS),
        ({"LANG": "zh_SG"}, Language.ZH_HANS),
        ({"LANG": "zh_TW.UTF-8"}, Language.ZH_HANT),
        ({"LANG": "zh_HK.Big5"}, Language.ZH_HANT),
        ({"LANG": "zh-Hant-CN"}, Language.ZH_HANT),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, Language.EN),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": ""}, Language.ZH_HANS),
    ],
)
def test_the_environment_chooses_the_language(environment: dict[str, str], expected: Language) -> None:
    """LC_ALL comes before LC_MESSAGES and LANG, an empty one does not count, and places choose the script."""
    assert expected == language_of_environment(environment)


@pytest.mark.parametrize("name", [name for name, value in vars(messages).items() if isinstance(value, Text)])
def test_a_message_has_the_same_blanks_in_every_language(name: str) -> None:
    """What one language names, the other two name as well."""
    text = getattr(messages, name)
    blanks = [{part.split("}")[0] for part in text.in_language(tongue).split("{")[1:]} for tongue in Language]
    assert blanks[0] == blanks[1] == blanks[2]
