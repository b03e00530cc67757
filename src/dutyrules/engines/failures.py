"""What an engine says when it cannot answer for want of memory, disk or a sound file."""

from __future__ import annotations

from dutyrules.findings.model import Text


class EngineFailedError(Exception):
    """An engine had to give up; `message` says why and what may help. No answer was given."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)

    def __reduce__(self) -> tuple[type[EngineFailedError], tuple[Text]]:
        """So that a worker process can hand it on."""
        return EngineFailedError, (self.message,)
