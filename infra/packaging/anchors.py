"""The certificate authorities that the deployed `authenticate` believes."""

from pathlib import Path
from typing import Final

from chalicelib.authenticate.trust_anchors import TrustAnchors
from chalicelib.edge.settings import NotConfigured
from infra.packaging.errors import PackagingError

_SIMULATED: Final = "SIMULATED"


def check(path: Path, *, simulated_allowed: bool) -> bytes:
    """Reads the trust anchors, a PEM file of CA certificates.

    Args:
        path: The bundle.
        simulated_allowed: Whether the authority of the local emulation may be in it. Whoever has that authority's
            key can make a card for anyone, so a package for real residents must never contain it.

    Returns:
        The content of the file.

    Raises:
        PackagingError: Not readable, empty, or a certificate in it is not such an anchor.
    """
    try:
        content = path.read_bytes()
        anchors = TrustAnchors.parse(content.decode("ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise PackagingError(f"trust anchors {path}: {error}") from error
    except NotConfigured as error:
        raise PackagingError(
            f"trust anchors {path}: not a bundle of certificate authorities, each after a line 'generation: NAME'"
        ) from error
    for authority in anchors.authorities:
        name = authority.certificate.subject.rfc4514_string()
        if _SIMULATED in name and not simulated_allowed:
            raise PackagingError(
                f"trust anchors {path}: {name} is simulated; --simulated-authority allows it for trials"
            )
    return content
