"""An offline wallet for a learner's badges and micro-credentials."""

__version__ = "0.1.0"
