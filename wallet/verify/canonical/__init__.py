"""What exactly was signed: JSON-LD to canonical N-Quads, with nothing lost on the way."""

from wallet.verify.canonical.general import MAX_WORK, canonical_nquads

__all__ = ["MAX_WORK", "canonical_nquads"]
