"""The wallet on disk: one encrypted file, and the sealed keys that open it."""
