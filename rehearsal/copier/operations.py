"""The IPP operations of the virtual multi-copier: each takes a request and says what the printer answers.

Source: RFC 8011 clause 4 (operations), clause 5 (attributes); PWG 5100.11 (Cancel-My-Jobs, Close-Job);
PWG 5100.22 clause 7.7 (life counters).
"""

from __future__ import annotations

from rehearsal.copier import description
from rehearsal.copier.description import Operation
from rehearsal.copier.engine import Engine
from rehearsal.copier.ipp_wire import (
    JOB_GROUP,
    PRINTER_GROUP,
    UNSUPPORTED_GROUP,
    Answer,
    Attribute,
    BadRequest,
    Request,
    Syntax,
    parse,
    text_of,
)
from rehearsal.copier.jobs import FINAL, Job, JobState

OK = 0x0000
OK_SUBSTITUTED = 0x0001
BAD_REQUEST = 0x0400
NOT_POSSIBLE = 0x0404
NOT_FOUND = 0x0406
FORMAT_NOT_SUPPORTED = 0x040A
ATTRIBUTES_NOT_SUPPORTED = 0x040B
CHARSET_NOT_SUPPORTED = 0x040D
COMPRESSION_NOT_SUPPORTED = 0x040F
OPERATION_NOT_SUPPORTED = 0x0501
VERSION_NOT_SUPPORTED = 0x0503

_BRIEF = frozenset({"job-id", "job-uri"})


def answer(engine: Engine, body: bytes) -> tuple[Operation | None, bytes]:
    """What was asked (None = nothing this printer knows) and the bytes of the answer. Never raises for bad bytes."""
    version, request_id = (2, 0), 0
    if len(body) >= 8:
        request_id = int.from_bytes(body[4:8], "big", signed=True)
    operation: Operation | None = None
    try:
        request = parse(body)
        if request.version[0] not in (1, 2):
            return None, Answer(VERSION_NOT_SUPPORTED).encode(version, request_id)
        version = request.version
        refusal = _check_envelope(request)
        if refusal is None:
            operation = Operation(request.operation)
        reply = refusal if operation is None or refusal is not None else _carry_out(engine, operation, request)
        assert reply is not None
    except BadRequest as error:
        reply = Answer(BAD_REQUEST, str(error))
    return operation, reply.encode(version, request_id)


def _check_envelope(request: Request) -> Answer | None:
    """RFC 8011 clause 4.1.4: charset first, language second; then the operation must be known."""
    if request.request_id < 1:
        return Answer(BAD_REQUEST, "request-id must be 1 or more")
    if list(request.operation_attributes)[:2] != ["attributes-charset", "attributes-natural-language"]:
        return Answer(BAD_REQUEST, "attributes-charset and attributes-natural-language come first")
    if request.text("attributes-charset") not in ("utf-8", "us-ascii"):
        return Answer(CHARSET_NOT_SUPPORTED)
    if request.operation not in list(Operation):
        return Answer(OPERATION_NOT_SUPPORTED, f"operation 0x{request.operation:04x}")
    if request.text("printer-uri") is None and request.text("job-uri") is None:
        return Answer(BAD_REQUEST, "printer-uri or job-uri is missing")
    return None


def _carry_out(engine: Engine, operation: Operation, request: Request) -> Answer:
    match operation:
        case Operation.PRINT_JOB:
            return _print_job(engine, request)
        case Operation.VALIDATE_JOB:
            return _refuse_ticket(request) or _refuse_document(request) or Answer(OK)
        case Operation.CREATE_JOB:
            return _create_job(engine, request)
        case Operation.SEND_DOCUMENT:
            return _send_document(engine, request)
        case Operation.CANCEL_JOB:
            return _cancel_job(engine, request)
        case Operation.GET_JOB_ATTRIBUTES:
            return _get_job_attributes(engine, request)
        case Operation.GET_JOBS:
            return _get_jobs(engine, request)
        case Operation.GET_PRINTER_ATTRIBUTES:
            return _get_printer_attributes(engine, request)
        case Operation.HOLD_JOB | Operation.RELEASE_JOB:
            return _hold_or_release(engine, request, hold=operation is Operation.HOLD_JOB)
        case Operation.CANCEL_MY_JOBS:
            return _cancel_my_jobs(engine, request)
        case Operation.CLOSE_JOB:
            return _close_job(engine, request)


# ---------------------------------------------------------------- making jobs


def _print_job(engine: Engine, request: Request) -> Answer:
    refusal = _refuse_ticket(request) or _refuse_document(request)
    if refusal is not None:
        return refusal
    if not request.document:
        return Answer(BAD_REQUEST, "Print-Job without a document")
    job = _job_from(engine, request)
    engine.accept_document(job, request.document, _format_of(request))
    return _job_answer(engine, job)


def _create_job(engine: Engine, request: Request) -> Answer:
    return _refuse_ticket(request) or _job_answer(engine, _job_from(engine, request))


def _send_document(engine: Engine, request: Request) -> Answer:
    job = _find(engine, request)
    if job is None:
        return Answer(NOT_FOUND)
    if job.complete or job.is_over:
        return Answer(NOT_POSSIBLE, f"job {job.number} takes no further document")
    refusal = _refuse_document(request)
    if refusal is not None:
        return refusal
    if "last-document" not in request.operation_attributes:
        return Answer(BAD_REQUEST, "last-document is missing")
    if job.document and request.document:
        return Answer(
            0x0509, "this printer takes one document a job"
        )  # server-error-multiple-document-jobs-not-supported
    document, document_format = (
        (request.document, _format_of(request)) if request.document else (job.document, job.document_format)
    )
    if request.boolean("last-document"):
        if document:
            engine.accept_document(job, document, document_format)
        else:
            job.end(JobState.ABORTED, "aborted-by-system", engine.now)
    else:
        job.document, job.document_format = document, document_format
    return _job_answer(engine, job)


def _close_job(engine: Engine, request: Request) -> Answer:
    job = _find(engine, request)
    if job is None:
        return Answer(NOT_FOUND)
    if not job.complete and not job.is_over:
        if job.document:
            engine.accept_document(job, job.document, job.document_format)
        else:
            job.end(JobState.ABORTED, "aborted-by-system", engine.now)
    return Answer(OK)


def _job_from(engine: Engine, request: Request) -> Job:
    wishes = request.job_attributes
    copies = wishes.get("copies")
    job = engine.new_job(
        request.text("job-name") or "untitled",
        request.text("requesting-user-name") or "anonymous",
        text_of(wishes.get("sides")) or "one-sided",
        int.from_bytes(copies[0][1], "big") if copies else 1,
    )
    if text_of(wishes.get("job-hold-until")) not in (None, "no-hold"):
        job.state = JobState.PENDING_HELD
    return job


def _format_of(request: Request) -> str:
    named = request.text("document-format") or description.DEFAULT_FORMAT
    if named != "application/octet-stream":
        return named
    return "image/pwg-raster" if request.document.startswith(b"RaS2") else "application/pdf"


def _refuse_document(request: Request) -> Answer | None:
    if request.text("compression") not in (None, "none"):
        return Answer(COMPRESSION_NOT_SUPPORTED)
    named = request.text("document-format")
    if named is not None and named not in description.FORMATS:
        wrong = [Attribute("document-format", ((Syntax.MIME, named.encode()),))]
        return Answer(FORMAT_NOT_SUPPORTED, named).add(UNSUPPORTED_GROUP, wrong)
    return None


def _refuse_ticket(request: Request) -> Answer | None:
    """Wishes that can not be kept: refused when the client insists (ipp-attribute-fidelity), else passed over."""
    wrong: list[Attribute] = []
    for name, values in request.job_attributes.items():
        allowed = description.TICKET.get(name)
        if allowed is None:
            wrong.append(Attribute(name, ((Syntax.UNSUPPORTED, b""),)))
        elif allowed and text_of(values) not in allowed:
            wrong.append(Attribute(name, values))
    copies = request.job_attributes.get("copies")
    if copies and not (len(copies[0][1]) == 4 and 1 <= int.from_bytes(copies[0][1], "big") <= 99):
        wrong.append(Attribute("copies", copies))
        return Answer(ATTRIBUTES_NOT_SUPPORTED, "copies: 1 to 99").add(UNSUPPORTED_GROUP, wrong)
    if wrong and request.boolean("ipp-attribute-fidelity"):
        names = ", ".join(attribute.name for attribute in wrong)
        return Answer(ATTRIBUTES_NOT_SUPPORTED, names).add(UNSUPPORTED_GROUP, wrong)
    return None


# ---------------------------------------------------------------- jobs that exist


def _find(engine: Engine, request: Request) -> Job | None:
    number = request.integer("job-id")
    if number is None:
        tail = (request.text("job-uri") or "").rsplit("/", 1)[-1]
        number = int(tail) if tail.isascii() and tail.isdigit() else None
    if number is None or _history_is_broken(engine):
        return None
    return engine.jobs.get(number)


def _history_is_broken(engine: Engine) -> bool:
    return engine.now < engine.history_breaks_until


def _cancel_job(engine: Engine, request: Request) -> Answer:
    job = _find(engine, request)
    if job is None:
        return Answer(NOT_FOUND)
    if job.is_over or job.canceling or job.foreign:
        return Answer(NOT_POSSIBLE, f"job {job.number} can not be canceled now")
    engine.cancel(job)
    return Answer(OK)


def _cancel_my_jobs(engine: Engine, request: Request) -> Answer:
    owner = request.text("requesting-user-name")
    for job in engine.waiting_jobs:
        if job.owner == owner and not job.foreign and not job.canceling:
            engine.cancel(job)
    return Answer(OK)


def _hold_or_release(engine: Engine, request: Request, *, hold: bool) -> Answer:
    job = _find(engine, request)
    if job is None:
        return Answer(NOT_FOUND)
    if hold and job.state is JobState.PENDING:
        job.state = JobState.PENDING_HELD
        job.reasons = ["job-hold-until-specified"]
    elif not hold and job.state is JobState.PENDING_HELD:
        job.state = JobState.PENDING
        job.reasons = ["none"] if job.complete else ["job-incoming"]
    else:
        return Answer(NOT_POSSIBLE, f"job {job.number} is in state {job.state.name.lower()}")
    return Answer(OK)


def _get_job_attributes(engine: Engine, request: Request) -> Answer:
    job = _find(engine, request)
    if job is None:
        return Answer(NOT_FOUND)
    wanted = description.wanted(request.keywords("requested-attributes"))
    return Answer(OK).add(JOB_GROUP, description.choose(description.of_job(engine, job), wanted))


def _get_jobs(engine: Engine, request: Request) -> Answer:
    which = request.text("which-jobs") or "not-completed"
    if which not in description.WHICH_JOBS:
        wrong = [Attribute("which-jobs", ((Syntax.KEYWORD, which.encode()),))]
        return Answer(ATTRIBUTES_NOT_SUPPORTED, "which-jobs").add(UNSUPPORTED_GROUP, wrong)
    jobs = [] if _history_is_broken(engine) else list(engine.jobs.values())
    if which == "completed":
        jobs = sorted((job for job in jobs if job.state in FINAL), key=lambda job: -(job.ended_at or 0.0))
    elif which == "not-completed":
        jobs = [job for job in jobs if job.state not in FINAL]
    if request.boolean("my-jobs"):
        jobs = [job for job in jobs if job.owner == request.text("requesting-user-name")]
    limit = request.integer("limit")
    if limit is not None:
        jobs = jobs[: max(0, limit)]
    asked = request.keywords("requested-attributes")
    wanted = description.wanted(asked) if asked else _BRIEF
    reply = Answer(OK)
    for job in jobs:
        reply.add(JOB_GROUP, description.choose(description.of_job(engine, job), wanted))
    return reply


def _job_answer(engine: Engine, job: Job) -> Answer:
    names = frozenset({"job-id", "job-uri", "job-uuid", "job-state", "job-state-reasons"})
    return Answer(OK).add(JOB_GROUP, description.choose(description.of_job(engine, job), names))


# ---------------------------------------------------------------- the printer


def _get_printer_attributes(engine: Engine, request: Request) -> Answer:
    wanted = description.wanted(request.keywords("requested-attributes"))
    return Answer(OK).add(PRINTER_GROUP, description.of_printer(engine, wanted))
