"""Files put into a folder, all of them or none, and never over one that is there."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path


def write_new(folder: Path, contents: Sequence[tuple[str, bytes]]) -> tuple[Path, ...]:
    """Writes each file into `folder`, which is made if need be, and returns their paths.

    Errors: FileExistsError, whose `filename` is the file that is there, before anything is written;
    any other OSError, after which what was written is removed again.
    """
    for name, _ in contents:
        if os.path.lexists(folder / name):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder / name))
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        for name, content in contents:
            # Mode x refuses a file that somebody put there in the meantime.
            with (folder / name).open("xb") as stream:
                written.append(folder / name)
                stream.write(content)
    except OSError:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return tuple(written)
