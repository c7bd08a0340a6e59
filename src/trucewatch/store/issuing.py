"""Dossiers as they were issued: kept byte for byte, until words in them are redacted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.errors import CaseError, RedactedRecord, UnknownRecord
from trucewatch.records.issued import Issued, IssuedFile
from trucewatch.store import rows, schema
from trucewatch.store.linking import Linking


class Issuing(Linking):
    """Saving, listing and giving back dossiers."""

    def save_brief(
        self,
        files: Mapping[str, bytes],
        *,
        made_at: datetime,
        known_at: datetime,
        who: str,
        options: Mapping[str, Any],
        versions: Mapping[str, str],
        texts: Iterable[str],
    ) -> Issued:
        """Keep an issued dossier, its files by form; ``texts`` are the ids of those whose words it may hold."""
        kept = tuple(
            IssuedFile(form=form, digest=hashlib.sha256(content).hexdigest(), size=len(content))
            for form, content in files.items()
        )
        b, f = schema.briefs, schema.brief_files
        with self.writing() as connection:
            self.check_lease(connection)
            last = connection.execute(sa.select(sa.func.max(b.c.number)).where(self.mine(b))).scalar()
            number = (last or 0) + 1
            connection.execute(
                b.insert().values(
                    case_id=self.case_id, number=number, made_at=made_at, known_at=known_at, who=who,
                    options=rows.packed_json(dict(options)), versions=rows.packed_json(dict(versions)),
                    texts=rows.packed_json(sorted(set(texts))),
                )
            )  # fmt: skip
            for one in kept:
                connection.execute(
                    f.insert().values(
                        case_id=self.case_id, number=number, form=one.form, digest=one.digest, size=one.size,
                        content=rows.pack_bytes(files[one.form]),
                    )
                )  # fmt: skip
        return Issued(
            number=number, made_at=made_at, known_at=known_at, who=who, options=dict(options), versions=dict(versions),
            files=kept,
        )  # fmt: skip

    def briefs(self) -> list[Issued]:
        """Every dossier issued from this case, first to last."""
        b, f = schema.briefs, schema.brief_files
        with self.reading() as connection:
            files: dict[int, list[IssuedFile]] = {}
            query = sa.select(f.c.number, f.c.form, f.c.digest, f.c.size).where(self.mine(f)).order_by(f.c.row)
            for row in connection.execute(query):
                one = IssuedFile(form=row.form, digest=row.digest, size=row.size)
                files.setdefault(row.number, []).append(one)
            return [
                Issued(
                    number=row.number, made_at=row.made_at, known_at=row.known_at, who=row.who,
                    options=json.loads(row.options), versions=json.loads(row.versions),
                    files=tuple(files.get(row.number, ())), withdrawn=row.withdrawn,
                )
                for row in connection.execute(sa.select(b).where(self.mine(b)).order_by(b.c.number))
            ]  # fmt: skip

    def brief(self, number: int) -> Issued:
        """Raises: UnknownRecord if no dossier of this number was issued."""
        every = self.briefs()
        found = next((one for one in every if one.number == number), None)
        if found is None:
            held = f"it has issued {len(every)}, numbered from 1" if every else "it has issued none"
            raise UnknownRecord(
                f"no brief {number} in {self.path}: {held}; list them with: trucewatch briefs {self.path}"
            )
        return found

    def brief_file(self, number: int, form: str) -> bytes | None:
        """The bytes of one form as issued; None if it was not issued in this form.

        Raises: RedactedRecord if they were withdrawn, with the reason; CaseError if they are damaged.
        """
        issued = self.brief(number)
        if issued.withdrawn:
            raise RedactedRecord(f"brief {number} cannot be given again: {issued.withdrawn}")
        f = schema.brief_files
        with self.reading() as connection:
            row = connection.execute(sa.select(f).where(self.mine(f), f.c.number == number, f.c.form == form)).first()
        if row is None:
            return None
        content = rows.unpack_bytes(row.content)
        if hashlib.sha256(content).hexdigest() != row.digest:
            raise CaseError(
                f"brief {number} ({form}) in {self.path} is damaged: its bytes do not have the digest recorded; "
                f"see: trucewatch verify {self.path}"
            )
        return content

    def withdraw_briefs(self, connection: Connection, kind: str, target: str, *, why: str) -> None:
        """Let go of the files that may hold words of a text or decision that is taken out; the rest of each stays."""
        b, f, d = schema.briefs, schema.brief_files, schema.decisions
        query = sa.select(b.c.number, b.c.texts).where(self.mine(b), b.c.withdrawn.is_(None))
        if kind == "decision":  # a note or a reason may stand in any brief made since
            recorded = sa.select(d.c.recorded_at).where(self.mine(d), d.c.id == target).scalar_subquery()
            query = query.where(b.c.known_at >= recorded)
        gone = [r.number for r in connection.execute(query) if kind == "decision" or target in json.loads(r.texts)]
        if gone:
            connection.execute(sa.update(f).where(self.mine(f), f.c.number.in_(gone)).values(content=None))
            connection.execute(sa.update(b).where(self.mine(b), b.c.number.in_(gone)).values(withdrawn=why))
