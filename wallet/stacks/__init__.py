"""Larger credentials made of smaller ones: what they ask for, and how far they are."""
