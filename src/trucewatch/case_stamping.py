"""Asking a time-stamping authority, which an archive's manifest may be stamped by."""

from __future__ import annotations

from trucewatch.case_part import CasePart


class CaseStamping(CasePart):
    """A part of ``Case``."""

    def ask_authority(self, url: str, query: bytes) -> bytes:
        """What the time-stamping authority at ``url`` answers to a query (RFC 3161, both DER). Nothing else is sent.

        Raises: NoTimeStamp, Unreachable, TimedOut, AddressRefused.
        """
        from trucewatch.outside.addresses import AllowList  # only who asks waits for what connects
        from trucewatch.outside.timestamp import ask_authority

        return ask_authority(
            url, query, allowed=AllowList.of(self.settings.allow_hosts), seconds=self.settings.fetch_seconds,
            contact=self.settings.contact,
        )  # fmt: skip
