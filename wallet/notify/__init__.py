"""Telling the person something through the system's own notifications, and being started with it.

Knows nothing of badges: it is given plain values. :func:`wallet.notify.service.opened` finds
this system's service; ``autostart`` writes its entry for programs that start with a session.
"""
