"""One certificate from the city's drawing to the finished sheets: the step that the center's sealer calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from center.anti_forgery.refusal import SheetRefused
from center.anti_forgery.sheets import finish
from center.anti_forgery.signed_code import SignedCode, encode_code, sign
from center.delivery import CityAnswerWrong, Sheets
from issuance.domain.values import JAPAN_TIME
from issuance.protocol.device_key import Signer
from issuance.protocol.messages import IssueStatement
from issuance.protocol.page_token import PageToken


@dataclass(frozen=True, slots=True)
class Finishing:
    """Adds ground, page tokens, backs and the signed code (implements center.delivery.AntiForgery)."""

    center: str
    code_key: Signer

    def __call__(self, pdf: bytes, statement: IssueStatement) -> Sheets:
        """The finished sheets. Raises CityAnswerWrong where the drawing cannot become sheets."""
        sides = 2 * statement.sheets

        def token(side: int, sides_drawn: int) -> PageToken:
            return PageToken(statement.order, statement.certificate, side, sides_drawn)

        said = SignedCode(
            issuer=self.center,
            environment=statement.environment,
            municipality=statement.municipality,
            number=statement.number,
            type=statement.type,
            sides=sides,
            issued=datetime.fromtimestamp(statement.as_of, JAPAN_TIME).date(),
            document=statement.document,
        )
        code = encode_code(sign(self.code_key, said))
        try:
            finished = finish(pdf, token, statement.number, code, statement.environment, sheets=statement.sheets)
        except SheetRefused as refused:
            raise CityAnswerWrong(f"certificate {statement.certificate}: {refused.what}") from refused
        return Sheets(finished, sides)
