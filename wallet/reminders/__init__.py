"""Reminders: what lapses when, what each lapse breaks, and telling it exactly once."""
