"""What encodes each clause of a policy, in one canonical language."""

from __future__ import annotations

import enum
from collections.abc import Iterator

import attrs

from dutyrules.checking.clause_list import clauses_of_documents
from dutyrules.checking.loading import Loaded, known_names
from dutyrules.coverage.figures import figures_of, with_figures
from dutyrules.findings.model import Language, Modality
from dutyrules.formatting.naming import naming_of
from dutyrules.syntax import tree
from dutyrules.syntax.pieces import Pieces, joined
from dutyrules.syntax.to_text import Lexicons, statement_text
from dutyrules.syntax.to_text_amounts import bound as bound_pieces
from dutyrules.syntax.to_text_phrases import phrase as phrase_pieces
from dutyrules.syntax.to_text_words import Wording


class Kind(enum.Enum):
    """How something accounts for a clause."""

    QUOTA = "quota"
    COVERAGE = "coverage"
    SHARE = "share"
    RESPONSE = "response"
    SPACING = "spacing"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    RECORD = "record"
    CONDITION = "condition"
    AGREEMENT = "agreement"
    ORDER = "order"
    MAKEUP = "makeup"
    ATTESTED = "attested"
    RATED = "rated"
    NOTE = "note"
    SCORE = "score"
    ITEM = "item"
    GRADE = "grade"
    VETO = "veto"
    SHIFT = "shift"
    STIPEND = "stipend"

    @property
    def is_measured(self) -> bool:
        """True if events are counted or inspected for it, not somebody's judgement asked."""
        return self not in (Kind.ATTESTED, Kind.RATED, Kind.NOTE)


@attrs.frozen(kw_only=True)
class Encoding:
    """One statement that accounts for a clause; the texts are canonical English, figures resolved."""

    label: str
    kind: Kind
    bearer: str
    modality: str
    bound: str
    window: str
    text: str


@attrs.frozen(kw_only=True)
class ClauseCoverage:
    """A clause of a document and what accounts for it; nothing does if `encodings` is empty."""

    document: str
    clause: str
    encodings: tuple[Encoding, ...]

    @property
    def is_accounted_for(self) -> bool:
        """True if at least one statement stands under the clause."""
        return bool(self.encodings)


def coverage_of(loaded: Loaded) -> tuple[ClauseCoverage, ...]:
    """Every clause of the document, in its order, then headings that the document does not have."""
    file = loaded.parsed.file
    document = next((s.document.text for s in file.statements if isinstance(s, tree.SourceLine)), "")
    encodings = _by_clause(loaded)
    known = clauses_of_documents().get(document, ())
    order = (*known, *(clause for clause in encodings if clause not in known))
    return tuple(
        ClauseCoverage(document=document, clause=clause, encodings=tuple(encodings.get(clause, ())))
        for clause in order
    )


def _by_clause(loaded: Loaded) -> dict[str, list[Encoding]]:
    file, figures = loaded.parsed.file, figures_of(loaded.parsed.file)
    writer = _Writer(
        Wording(language=Language.EN, naming=naming_of(file, loaded.vocabulary, Language.EN)),
        Lexicons.of(loaded.parsed.source.text, known_names(loaded.vocabulary)),
        file,
    )
    found: dict[str, list[Encoding]] = {}
    clause = ""
    for statement in file.statements:
        if isinstance(statement, tree.ScenarioStatement):
            break
        if isinstance(statement, tree.ClauseLine):
            clause = statement.number.text
            found.setdefault(clause, [])
        elif clause:
            found[clause] += writer.encodings(with_figures(statement, figures))
    return found


@attrs.frozen
class _Writer:
    wording: Wording
    lexicons: Lexicons
    file: tree.PolicyFile

    def encodings(self, statement: tree.Statement) -> Iterator[Encoding]:
        """What one statement accounts for; a stipend one entry per row of its table."""
        match statement:
            case tree.Norm(label=label, phrases=phrases, sentence=sentence):
                yield self._norm(statement, label.text, phrases, sentence)
            case tree.ExceptionNorm(label=label, phrases=phrases, sentence=sentence):
                yield self._norm(statement, label.text, phrases, sentence)
            case tree.Note():
                yield self._other(statement, "", Kind.NOTE)
            case tree.ScoreLine(name=name, every=every):
                yield self._other(
                    statement, name.text, Kind.SCORE, window=self._text(phrase_pieces(self.wording, every))
                )
            case tree.Item(name=name):
                yield self._other(statement, name.text, Kind.ITEM)
            case tree.GradeTable(score=score):
                yield self._other(statement, score.text, Kind.GRADE)
            case tree.Veto(name=name):
                yield self._other(statement, name.text, Kind.VETO)
            case tree.Shift(name=name):
                yield self._other(statement, name.text, Kind.SHIFT)
            case tree.StipendTable(score=score):
                yield self._other(statement, score.text, Kind.STIPEND)
            case _:
                return

    def _norm(
        self,
        statement: tree.Norm | tree.ExceptionNorm,
        label: str,
        phrases: tuple[tree.Phrase, ...],
        sentence: tree.Sentence,
    ) -> Encoding:
        window = ", ".join(self._text(phrase_pieces(self.wording, p)) for p in phrases)
        modality = Modality.MUST if isinstance(sentence, tree.Attested | tree.Rated) else sentence.modality
        return Encoding(
            label=label,
            kind=kind_of(phrases, sentence),
            bearer=self._bearer(sentence),
            modality=modality.value,
            bound=self._bound(sentence),
            window=window,
            text=self._statement(statement),
        )

    def _other(self, statement: tree.Statement, label: str, kind: Kind, window: str = "") -> Encoding:
        return Encoding(
            label=label,
            kind=kind,
            bearer="" if kind is Kind.NOTE else self._role_and_unit(),
            modality="",
            bound="",
            window=window,
            text=self._statement(statement),
        )

    def _statement(self, statement: tree.Statement) -> str:
        return statement_text(self.wording, statement, self.lexicons)

    def _text(self, pieces: Pieces) -> str:
        return joined(pieces, Language.EN, self.lexicons.norm)

    def _bound(self, sentence: tree.Sentence) -> str:
        match sentence:
            case tree.Perform(target=tree.Target(share=tree.Bound() as share)):
                return self._text(bound_pieces(self.wording, share))
            case tree.Perform(subject=tree.Subject(share=tree.Bound() as share)):
                return self._text(bound_pieces(self.wording, share))
            case tree.Perform(spacing=tree.Bound() as spacing):
                return self._text(bound_pieces(self.wording, spacing))
            case tree.Perform(modality=Modality.MUST_NOT):
                return "none"
            case tree.Perform(bound=tree.Bound() as limit) | tree.Compose(bound=limit):
                return self._text(bound_pieces(self.wording, limit))
            case tree.Perform():
                return "at least 1"
            case tree.Rated(out_of=tree.Amount(number=number)):
                return f"out of {number:f}"
            case _:
                return ""

    def _bearer(self, sentence: tree.Sentence) -> str:
        match sentence:
            case tree.Perform(subject=tree.Subject(name=name, each=True)):
                return f"each {self.wording.naming.role(name.text)}"
            case (
                tree.Perform(subject=tree.Subject(name=name, share=None))
                | tree.Compose(subject=tree.Subject(name=name))
            ):
                return self._subject(name)
            case _:
                return self._role_and_unit()

    def _subject(self, name: tree.Name) -> str:
        line = self._line()
        own = "" if line is None else self.wording.naming.role(line.role.text)
        role = self.wording.naming.role(name.text)
        if role in (own, name.text):
            return self._role_and_unit()
        return role

    def _line(self) -> tree.BearerLine | None:
        return next((s for s in self.file.statements if isinstance(s, tree.BearerLine)), None)

    def _role_and_unit(self) -> str:
        line = self._line()
        if line is None:
            return ""
        naming = self.wording.naming
        return f"{naming.role(line.role.text)} of each {naming.unit(line.unit.text)}"


def kind_of(phrases: tuple[tree.Phrase, ...], sentence: tree.Sentence) -> Kind:
    """How the sentence accounts for its clause."""
    match sentence:
        case tree.Attested():
            return Kind.ATTESTED
        case tree.Rated():
            return Kind.RATED
        case tree.Record():
            return Kind.RECORD
        case tree.Satisfy():
            return Kind.CONDITION
        case tree.Agree():
            return Kind.AGREEMENT
        case tree.Sequence():
            return Kind.ORDER
        case tree.Compose():
            return Kind.MAKEUP
        case tree.Perform():
            return _kind_of_doing(phrases, sentence)


def _kind_of_doing(phrases: tuple[tree.Phrase, ...], sentence: tree.Perform) -> Kind:
    responses = (tree.OnDayOf, tree.WithinAfter, tree.WithinBefore, tree.BetweenEvents)
    subject, target = sentence.subject, sentence.target
    if sentence.modality is Modality.MAY:
        return Kind.PERMISSION
    if sentence.modality is Modality.MUST_NOT:
        return Kind.PROHIBITION
    if (subject is not None and subject.share is not None) or (
        target is not None and target.share is not None
    ):
        return Kind.SHARE
    if sentence.spacing is not None:
        return Kind.SPACING
    if any(isinstance(p, responses) for p in phrases):
        return Kind.RESPONSE
    return Kind.QUOTA if target is None else Kind.COVERAGE
