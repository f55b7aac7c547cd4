"""Whether what a credential says is true, as far as that can be told offline."""
