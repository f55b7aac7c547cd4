"""What a credential says: frozen values, derived from its bytes, with no I/O."""
