"""A selection of badges as each place wants it that asks for a CV: to paste, import or open."""
