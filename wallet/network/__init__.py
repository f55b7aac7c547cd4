"""The one guarded way to the network, taken only where the person asked for it."""
