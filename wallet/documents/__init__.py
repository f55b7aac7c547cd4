"""Where web documents come from: shipped, saved in a folder, or kept in the wallet.

Offline is the normal state. Every document that a check needs is asked for here, and the
answer is "here it is, as of DATE" or None, "not at hand".
"""
