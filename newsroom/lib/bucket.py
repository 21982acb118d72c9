"""Any S3 as the place of originals, copies and documents. All that lies there is private."""

from botocore.config import Config
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """`lends`: readers are sent to it for pictures, by addresses that end; else the newsroom hands on what it reads."""

    def __init__(self, *, style: str = "path", lends: bool = False, **options) -> None:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": style},
            connect_timeout=5,
            read_timeout=20,
            retries={"mode": "standard", "max_attempts": 3},
            request_checksum_calculation="when_required",  # not every S3 knows those of Amazon
            response_checksum_validation="when_required",
        )
        super().__init__(client_config=config, **options)
        self.lends = lends

    def lent(self, name: str, *, type: str, seconds: int) -> str:
        """An address at which anybody has this file for so many seconds, as of this media type."""
        kept = {"ResponseContentType": type, "ResponseCacheControl": f"private, max-age={seconds}"}
        return self.url(name, parameters=kept, expire=seconds)
