"""What the virtual multi-copier says about itself and its jobs: IPP attributes with today's values.

Source: RFC 8011 clauses 5.3 and 5.4; PWG 5100.22 clause 7.7.4 and 7.7.5 (life counters); PWG 5101.1 (media names).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import cache

from rehearsal.copier.engine import INCOMPLETE_JOB_SECONDS, LIFE_IMPRESSIONS, LIFE_SHEETS, Engine
from rehearsal.copier.ipp_wire import (
    Attribute,
    Syntax,
    boolean,
    collection,
    enum,
    integer,
    keyword,
    no_value,
    resolution,
    span,
    words,
)
from rehearsal.copier.jobs import Job, JobState


class Operation(IntEnum):
    """Operations this printer knows (RFC 8011 clause 5.4.15, PWG 5100.7, PWG 5100.11)."""

    PRINT_JOB = 0x02
    VALIDATE_JOB = 0x04
    CREATE_JOB = 0x05
    SEND_DOCUMENT = 0x06
    CANCEL_JOB = 0x08
    GET_JOB_ATTRIBUTES = 0x09
    GET_JOBS = 0x0A
    GET_PRINTER_ATTRIBUTES = 0x0B
    HOLD_JOB = 0x0C
    RELEASE_JOB = 0x0D
    CANCEL_MY_JOBS = 0x39
    CLOSE_JOB = 0x3B


DEFAULT_FORMAT = "application/pdf"
FORMATS = ("application/pdf", "image/pwg-raster", "application/octet-stream")
WHICH_JOBS = ("completed", "not-completed", "all")
A4 = "iso_a4_210x297mm"
_SIDES = ("one-sided", "two-sided-long-edge", "two-sided-short-edge")
_SCALING = ("none", "fit", "fill", "auto", "auto-fit")

TICKET: dict[str, tuple[str, ...]] = {
    "copies": (),
    "sides": _SIDES,
    "media": (A4,),
    "media-col": (),
    "print-scaling": _SCALING,
    "print-color-mode": ("monochrome", "auto"),
    "job-hold-until": ("no-hold", "indefinite"),
    "print-quality": (),
    "printer-resolution": (),
    "orientation-requested": (),
    "output-bin": ("face-down",),
    "multiple-document-handling": ("separate-documents-uncollated-copies", "separate-documents-collated-copies"),
    "print-content-optimize": ("auto",),
    "finishings": (),
    "job-priority": (),
    "number-up": (),
    "page-ranges": (),
}
"""Job template attributes this printer takes; an empty tuple takes any value."""

_GROUPS = frozenset({"all", "printer-description", "job-template", "job-description", "printer-defaults"})


def wanted(asked: Iterable[str]) -> frozenset[str] | None:
    """The names a client asked for; None = everything."""
    names = frozenset(asked)
    return None if not names or names & _GROUPS else names


def choose(attributes: Iterable[Attribute], names: frozenset[str] | None) -> list[Attribute]:
    """Only the attributes asked for."""
    return [attribute for attribute in attributes if names is None or attribute.name in names]


# ---------------------------------------------------------------- jobs


def of_job(engine: Engine, job: Job) -> list[Attribute]:
    """Everything the printer tells about one job. Times are printer-up-time seconds."""

    def moment(name: str, when: float | None) -> Attribute:
        return no_value(name) if when is None else integer(name, _up_time(engine, when))

    return [
        integer("job-id", job.number),
        words(Syntax.URI, "job-uri", f"{engine.uri}/{job.number}"),
        words(Syntax.URI, "job-uuid", job.uuid),
        words(Syntax.URI, "job-printer-uri", engine.uri),
        words(Syntax.NAME, "job-name", job.name),
        words(Syntax.NAME, "job-originating-user-name", job.owner),
        enum("job-state", job.state),
        keyword("job-state-reasons", *job.reasons),
        integer("job-media-sheets-completed", job.sheets_done),
        integer("job-impressions-completed", job.impressions_done),
        integer("job-printer-up-time", _up_time(engine, engine.now)),
        moment("time-at-creation", job.created_at),
        moment("time-at-processing", job.started_at),
        moment("time-at-completed", job.ended_at),
        keyword("sides", job.sides),
        integer("copies", job.copies),
    ]


def _up_time(engine: Engine, when: float) -> int:
    return max(1, int(when - engine.booted_at) + 1)


# ---------------------------------------------------------------- the printer


def of_printer(engine: Engine, names: frozenset[str] | None) -> list[Attribute]:
    """What the printer tells about itself, only the names asked for (None = all)."""
    live: dict[str, Callable[[], Attribute]] = {
        "printer-state": lambda: enum("printer-state", _printer_state(engine)),
        "printer-state-reasons": lambda: keyword("printer-state-reasons", *_reasons(engine)),
        "printer-up-time": lambda: integer("printer-up-time", _up_time(engine, engine.now)),
        "queued-job-count": lambda: integer("queued-job-count", len(engine.waiting_jobs)),
        "printer-media-sheets-completed": lambda: integer(
            "printer-media-sheets-completed", engine.storage.get(LIFE_SHEETS, 0)
        ),
        "printer-impressions-completed": lambda: integer(
            "printer-impressions-completed", engine.storage.get(LIFE_IMPRESSIONS, 0)
        ),
        "printer-uri-supported": lambda: words(Syntax.URI, "printer-uri-supported", engine.uri),
        "marker-levels": lambda: integer("marker-levels", _toner_level(engine)),
    }
    fixed = _fixed()
    if names is None:
        return [*fixed.values(), *(make() for make in live.values())]
    return [fixed[name] for name in fixed if name in names] + [live[name]() for name in live if name in names]


def _printer_state(engine: Engine) -> int:
    """printer-state: 3 idle, 4 processing, 5 stopped."""
    if engine.is_moving:
        return 4
    if engine.stopped_by:
        return 5
    busy = any(job.state in (JobState.PROCESSING, JobState.PROCESSING_STOPPED) for job in engine.waiting_jobs)
    return 4 if busy else 3


def _reasons(engine: Engine) -> tuple[str, ...]:
    low = ("toner-low-warning",) if engine.toner_is_low and not engine.toner_is_empty else ()
    return (*engine.stopped_by, *low) or ("none",)


def _toner_level(engine: Engine) -> int:
    if engine.toner_is_empty:
        return 0
    return 4 if engine.toner_is_low else 80


@cache
def _fixed() -> dict[str, Attribute]:
    """Attributes that never change while the machine runs."""
    size = collection("media-size", [integer("x-dimension", 21000), integer("y-dimension", 29700)])
    margins = [integer(f"media-{edge}-margin", 423) for edge in ("top", "bottom", "left", "right")]
    media = [size, *margins, keyword("media-source", "tray-1"), keyword("media-type", "stationery")]
    attributes = [
        words(Syntax.NAME, "printer-name", "Virtual multi-copier"),
        words(Syntax.TEXT, "printer-info", "Virtual multi-copier (rehearsal)"),
        words(Syntax.TEXT, "printer-location", "rehearsal"),
        words(Syntax.TEXT, "printer-make-and-model", "Komado Virtual Multi-Copier"),
        words(Syntax.URI, "printer-more-info", "http://127.0.0.1/"),
        words(Syntax.URI, "printer-uuid", "urn:uuid:5f0c1c5e-6d0b-4f2c-9b6b-5d0f6a4c2b10"),
        words(
            Syntax.TEXT,
            "printer-device-id",
            "MFG:Komado;MDL:Virtual Multi-Copier;CMD:PDF,PWGRaster;",
        ),
        boolean("printer-is-accepting-jobs", True),
        boolean("color-supported", False),
        integer("pages-per-minute", 40),
        words(Syntax.CHARSET, "charset-configured", "utf-8"),
        words(Syntax.CHARSET, "charset-supported", "utf-8", "us-ascii"),
        words(Syntax.LANGUAGE, "natural-language-configured", "en"),
        words(Syntax.LANGUAGE, "generated-natural-language-supported", "en"),
        keyword("uri-authentication-supported", "none"),
        keyword("uri-security-supported", "none"),
        keyword("ipp-versions-supported", "1.1", "2.0"),
        keyword("ipp-features-supported", "none"),
        enum("operations-supported", *Operation),
        keyword("compression-supported", "none"),
        words(Syntax.MIME, "document-format-default", DEFAULT_FORMAT),
        words(Syntax.MIME, "document-format-supported", *FORMATS),
        words(Syntax.MIME, "document-format-preferred", DEFAULT_FORMAT),
        keyword("pdf-versions-supported", "iso-32000-1_2008", "adobe-1.7", "adobe-1.4"),
        boolean("multiple-document-jobs-supported", False),
        integer("multiple-operation-time-out", int(INCOMPLETE_JOB_SECONDS)),
        keyword("multiple-operation-time-out-action", "abort-job"),
        boolean("job-ids-supported", True),
        keyword("which-jobs-supported", *WHICH_JOBS),
        keyword("pdl-override-supported", "attempted"),
        keyword("job-creation-attributes-supported", *TICKET),
        keyword("media-default", A4),
        keyword("media-supported", A4),
        keyword("media-ready", A4),
        keyword("media-col-supported", "media-size", "media-source", "media-type"),
        keyword("media-source-supported", "tray-1"),
        keyword("media-type-supported", "stationery"),
        *(integer(f"media-{edge}-margin-supported", 423) for edge in ("top", "bottom", "left", "right")),
        collection("media-size-supported", [integer("x-dimension", 21000), integer("y-dimension", 29700)]),
        collection("media-col-default", media),
        collection("media-col-ready", media),
        collection("media-col-database", media),
        keyword("sides-default", "one-sided"),
        keyword("sides-supported", *_SIDES),
        integer("copies-default", 1),
        span("copies-supported", 1, 99),
        keyword("print-scaling-default", "none"),
        keyword("print-scaling-supported", *_SCALING),
        keyword("print-color-mode-default", "monochrome"),
        keyword("print-color-mode-supported", "monochrome", "auto"),
        enum("print-quality-default", 4),
        enum("print-quality-supported", 4),
        resolution("printer-resolution-default", 600),
        resolution("printer-resolution-supported", 300, 600),
        resolution("pwg-raster-document-resolution-supported", 300, 600),
        keyword("pwg-raster-document-sheet-back", "normal"),
        keyword("pwg-raster-document-type-supported", "black_1", "sgray_8"),
        enum("orientation-requested-default", 3),
        enum("orientation-requested-supported", 3),
        keyword("output-bin-default", "face-down"),
        keyword("output-bin-supported", "face-down"),
        enum("finishings-default", 3),
        enum("finishings-supported", 3),
        keyword("job-hold-until-default", "no-hold"),
        keyword("job-hold-until-supported", "no-hold", "indefinite"),
        words(Syntax.NAME, "marker-names", "black toner"),
        keyword("marker-types", "toner"),
        words(Syntax.NAME, "marker-colors", "#000000"),
        integer("marker-low-levels", 10),
        integer("marker-high-levels", 100),
    ]
    return {attribute.name: attribute for attribute in attributes}
