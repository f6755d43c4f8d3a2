"""What the municipalities of the country have put down in their files."""

from center.configuration.folder import Municipalities

__all__ = ["Municipalities"]
