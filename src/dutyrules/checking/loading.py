"""Policy files from disk: reading, imports, and the way from text to checked policy.

An import names a file beside the importing one, or a shipped one. It is a bare name: no folder, no
extension, so a policy file from a stranger can read nothing but policies.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from pathlib import Path

import attrs

from dutyrules.checking.allowances import with_allowances
from dutyrules.checking.checker import Checked
from dutyrules.checking.extending import Extended, extended
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.scenarios import check_with_scenarios
from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.checking.vocabulary_from_tree import EMPTY, extend_vocabulary
from dutyrules.errors import PolicyError
from dutyrules.findings.model import InputFile
from dutyrules.resources import policies_folder
from dutyrules.syntax import tree
from dutyrules.syntax.diagnostic import Diagnostic, ordered
from dutyrules.syntax.memory import Memories
from dutyrules.syntax.names import declared_names
from dutyrules.syntax.parser import MAX_CHARACTERS, Parsed, parse
from dutyrules.syntax.source import NOWHERE, Source, Span
from dutyrules.syntax.suggestions import nearest

_BARE = re.compile(r"[\w][\w-]*")
_SUFFIX = ".duty"
_MOST_NAMED = 1_000
_UNREAD = frozenset(
    {
        "unknown-import",
        "import-outside",
        "import-cycle",
        "file-too-large",
        "not-utf-8",
        "file-not-found",
        "file-unreadable",
    }
)


@attrs.frozen(kw_only=True)
class Loaded:
    """One file with what it imports: its tree, the joint vocabulary, and every diagnostic."""

    parsed: Parsed
    vocabulary: Vocabulary
    checked: Checked
    sha256: str


def read_source(path: Path) -> tuple[Source, str] | Diagnostic:
    """The text of `path` and its SHA-256, or why it can't be read."""
    name = str(path)
    nothing = Source(name, "")
    try:
        if path.stat().st_size > 4 * MAX_CHARACTERS:
            size = str(path.stat().st_size)
            return Diagnostic.of("file-too-large", nothing, NOWHERE, found=size, limit=str(MAX_CHARACTERS))
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Diagnostic.of("not-utf-8", nothing, NOWHERE)
    except FileNotFoundError:
        return Diagnostic.of("file-not-found", nothing, NOWHERE)
    except OSError:
        return Diagnostic.of("file-unreadable", nothing, NOWHERE)
    return Source(name, text.replace("\r\n", "\n")), hashlib.sha256(content).hexdigest()


def _find(name: str, beside: Path) -> Path | None:
    shipped = policies_folder()
    families = sorted(path for path in shipped.iterdir() if path.is_dir())
    candidates = (folder / f"{name}{_SUFFIX}" for folder in (beside, shipped, *families))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _importable(beside: Path) -> list[str]:
    """The names of files that an import beside `beside` could name."""
    found = (path.stem for folder in (beside, policies_folder()) for path in folder.glob(f"*{_SUFFIX}"))
    return list(itertools.islice(found, _MOST_NAMED))


@attrs.define
class _Imports:
    """The joint vocabulary of a file's imports, each file read once."""

    problems: list[Diagnostic] = attrs.Factory(list)
    visiting: list[Path] = attrs.Factory(list)
    done: set[Path] = attrs.Factory(set)
    policies: set[Path] = attrs.Factory(set)
    names: set[str] = attrs.Factory(set)
    """What the extended policies call their own: norms, parameters, scores."""

    @property
    def is_incomplete(self) -> bool:
        """True if a file that was asked for could not be read."""
        return any(p.code in _UNREAD for p in self.problems)

    def vocabulary(self, source: Source, path: Path, base: Vocabulary) -> Vocabulary:
        """`base` with what the imports of `source` declare."""
        declared = declared_names(source.text)
        for name, offset in declared.imports:
            span = Span(offset, offset + len(name))
            target = self._target(source, span, name, path)
            if target is None:
                continue
            if target not in self.done:
                base = self._load(target, base)
            is_parent = offset in declared.parents
            if target in self.done and is_parent != (target in self.policies):
                code = "extends-vocabulary" if is_parent else "import-of-policy"
                self.problems.append(Diagnostic.of(code, source, span, found=name))
        return base

    def _target(self, source: Source, span: Span, name: str, path: Path) -> Path | None:
        if not _BARE.fullmatch(name):
            self.problems.append(Diagnostic.of("import-outside", source, span, found=name))
            return None
        found = _find(name, path.parent)
        if found is None:
            near = nearest(name, _importable(path.parent))
            problem = Diagnostic.of("unknown-import", source, span, found=name, suggestion=near)
            self.problems.append(problem)
        elif found.resolve() in self.visiting:
            self.problems.append(Diagnostic.of("import-cycle", source, span, found=name))
            return None
        return found

    def _load(self, path: Path, base: Vocabulary) -> Vocabulary:
        read = read_source(path)
        if isinstance(read, Diagnostic):
            self.problems.append(read)
            return base
        declared = declared_names(read[0].text)
        if declared.is_policy:
            self.policies.add(path)
            self.names |= declared.names | declared.labels
        self.visiting.append(path.resolve())
        base = self.vocabulary(read[0], path, base)
        base, problems = _extended(base, *read)
        self.problems.extend(problems)
        self.visiting.pop()
        self.done.add(path)
        return base


_EXTENDED: dict[tuple[str, str], tuple[Vocabulary, tuple[Diagnostic, ...]]] = {}
"""What a file that imports nothing declares, by its name and SHA-256: all policies share a vocabulary."""


def _extended(base: Vocabulary, source: Source, sha256: str) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
    """`base` with what `source` declares, and what is wrong with it."""
    key = (source.name, sha256)
    if base is EMPTY and key in _EXTENDED:
        return _EXTENDED[key]
    parsed = parse(source, known_names(base))
    vocabulary, problems = extend_vocabulary(base, parsed.file, source)
    result = vocabulary, (*parsed.diagnostics, *problems)
    if base is EMPTY:
        _EXTENDED[key] = result
    return result


def known_names(vocabulary: Vocabulary) -> frozenset[str]:
    """Every label of every term, which the lexer has to know."""
    return frozenset(label for term in vocabulary.terms() for label in term.labels())


def load_text(source: Source, path: Path, sha256: str = "", memories: Memories | None = None) -> Loaded:
    """Checks the text of `source` as if it stood in the file `path`; `memories` spare work, see `Draft`."""
    imports = _Imports(visiting=[path.resolve()])
    base = imports.vocabulary(source, path, EMPTY)
    parsed = parse(source, known_names(base) | imports.names, None if memories is None else memories[path])
    vocabulary, problems = extend_vocabulary(base, parsed.file, source)
    taken = _taken_over(parsed, path, frozenset({path.resolve()}), memories)
    merged = attrs.evolve(
        parsed, file=attrs.evolve(parsed.file, statements=taken.statements), origins=taken.origins
    )
    checked = check_with_scenarios(merged, vocabulary, sha256)
    found = (*imports.problems, *problems, *taken.problems, *checked.diagnostics)
    if imports.is_incomplete:
        # Every name of a file that was not found would be reported: one cause, a hundred echoes.
        found = tuple(imports.problems)
    diagnostics = ordered(with_allowances(parsed, found))
    failed = any(d.severity.value == "error" for d in diagnostics)
    policy = None if failed or checked.policy is None else _with_parents(checked.policy, taken)
    return Loaded(
        parsed=parsed,
        vocabulary=vocabulary,
        checked=Checked(policy=policy, diagnostics=diagnostics),
        sha256=sha256,
    )


# Policies that extend others ---------------------------------------------------------------------------


def _taken_over(parsed: Parsed, path: Path, visiting: frozenset[Path], memories: Memories | None) -> Extended:
    """The statements of the file over those of the policy that it extends, if it does and can be read."""
    own = parsed.file.statements
    line = next((s for s in own if isinstance(s, tree.ExtendsLine)), None)
    target = None if line is None else _find(line.path.text, path.parent)
    if target is None or target.resolve() in visiting:
        return Extended(statements=own, origins={})
    read = read_source(target)
    if isinstance(read, Diagnostic):
        return Extended(statements=own, origins={})
    source, sha256 = read
    imports = _Imports(visiting=[target.resolve()])
    vocabulary = imports.vocabulary(source, target, EMPTY)
    theirs = parse(
        source, known_names(vocabulary) | imports.names, None if memories is None else memories[target]
    )
    parent = _taken_over(theirs, target, visiting | {target.resolve()}, memories)
    merged = extended(own, parsed.source, parent, source)
    return attrs.evolve(merged, files=(*parent.files, InputFile(name=target.name, sha256=sha256)))


def _with_parents(policy: CheckedPolicy, taken: Extended) -> CheckedPolicy:
    return attrs.evolve(policy, overrides=taken.overrides, parents=taken.files)


def load_file(path: Path) -> Loaded | Diagnostic:
    """Reads and checks one file; a diagnostic where it can't be read at all."""
    read = read_source(path)
    return read if isinstance(read, Diagnostic) else load_text(read[0], path, read[1])


def load_policy(path: Path | str) -> CheckedPolicy:
    """The checked policy in the file `path`.

    Raises:
        PolicyError: the file can't be read, is a vocabulary, or has errors; it holds all of them.
    """
    loaded = load_file(Path(path))
    if isinstance(loaded, Diagnostic):
        raise PolicyError((loaded,))
    if loaded.checked.policy is not None:
        return loaded.checked.policy
    errors = [d for d in loaded.checked.diagnostics if d.severity.value == "error"]
    if not errors:
        source = loaded.parsed.source
        errors = [Diagnostic.of("missing-policy", source, Span(0, min(1, len(source.text))))]
    raise PolicyError(tuple(errors))
