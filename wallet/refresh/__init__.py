"""Judging badges again: by what is at hand, or by what their issuers say now."""
